using BenchmarkDotNet.Attributes;
using MLNetLoss.Losses;

namespace MLNetLoss.Benchmarks.Losses;

/// <summary>Our losses, what a .NET developer would write today, and a copy of the same memory.</summary>
[MemoryDiagnoser]
public class LossBenchmarks
{
    private LossData _data = new(0);
    private PlainComposition _plain = new(0);

    [Params(1_000, 10_000, 100_000, 1_000_000, 10_000_000)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _data = new LossData(Count);
        _plain = new PlainComposition(Count);
    }

    [Benchmark(Baseline = true)]
    public void Copy() => _data.Logits.CopyTo(_data.Gradient.AsSpan());

    [Benchmark]
    public double Logits() => Functional.BinaryCrossEntropyWithLogits(_data.Logits, _data.Targets);

    [Benchmark]
    public double LogitsAndGradient() =>
        Functional.BinaryCrossEntropyWithLogitsAndGradient(_data.Logits, _data.Targets, default, Reduction.Mean, default, _data.Gradient);

    [Benchmark]
    public double LogitsAndGradient_TwoThreads() => Functional.BinaryCrossEntropyWithLogitsAndGradient(
        _data.Logits, _data.Targets, default, Reduction.Mean, default, _data.Gradient, new LossOptions { MaxDegreeOfParallelism = 2 });

    [Benchmark]
    public double LogitsAndGradient_TensorPrimitives() => _plain.Logits(_data.Logits, _data.Targets, _data.Gradient);

    [Benchmark]
    public double Probabilities() => Functional.BinaryCrossEntropy(_data.Probabilities, _data.Targets);

    [Benchmark]
    public double ProbabilitiesAndGradient() =>
        Functional.BinaryCrossEntropyWithGradient(_data.Probabilities, _data.Targets, default, Reduction.Mean, _data.Gradient);

    [Benchmark]
    public double ProbabilitiesAndGradient_TensorPrimitives() => _plain.Probabilities(_data.Probabilities, _data.Targets, _data.Gradient);
}
