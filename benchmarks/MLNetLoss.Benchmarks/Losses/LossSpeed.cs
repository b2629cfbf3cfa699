using System.Diagnostics;
using System.Globalization;
using MLNetLoss.Losses;
using MLNetLoss.Losses.Kernels;
using MLNetLoss.Numerics;

namespace MLNetLoss.Benchmarks.Losses;

/// <summary>Nanoseconds an element of every way through the losses, beside a copy of the same memory in the same run.</summary>
internal static class LossSpeed
{
    public static int Run(string[] arguments)
    {
        int[] counts = arguments.Length == 0 ? [1000, 4_000_000] : [.. arguments.Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        foreach (int count in counts)
        {
            LossData data = new(count);
            double copy = Measure(count, () => data.Logits.CopyTo(data.Gradient.AsSpan()));
            Console.WriteLine($"n={count}: copy {copy:F3} ns an element");
            PlainComposition plain = new(count);
            Show("plain", "logits, TensorPrimitives", Measure(count, () => plain.Logits(data.Logits, data.Targets, data.Gradient)), copy);
            Show("plain", "probabilities, TensorPrimitives", Measure(count, () => plain.Probabilities(data.Probabilities, data.Targets, data.Gradient)), copy);
            foreach (VectorWidth width in VectorWidths.All)
            {
                if (width != VectorWidth.Scalar && VectorWidths.IsAccelerated(width))
                    Report(data, width, copy);
            }
        }

        return 0;
    }

    private static void Report(LossData data, VectorWidth width, double copy)
    {
        ProductKernel<LogitFormula, float> logits = new(default, width);
        ProductKernel<ProbabilityFormula, float> probabilities = new(default, width);
        Line("logits, loss and gradient", () => LossDriver.Reduce(logits, Call(data.Logits, data.Targets, data.Gradient)));
        Line("logits, loss and gradient, soft", () => LossDriver.Reduce(logits, Call(data.Logits, data.SoftTargets, data.Gradient)));
        Line("logits, loss", () => LossDriver.Reduce(logits, Call(data.Logits, data.Targets, null)));
        Line("logits, element losses", () => LossDriver.Each(logits, Call(data.Logits, data.Targets, data.Gradient)));
        Line("logits, loss and gradient, weighted", () => LossDriver.Reduce(logits, Call(data.Logits, data.Targets, data.Gradient, data.LabelWeights)));
        Line("logits, loss and gradient, 2 threads", () => LossDriver.Reduce(logits, Call(data.Logits, data.Targets, data.Gradient, threads: 2)));
        Line("probabilities, loss and gradient", () => LossDriver.Reduce(probabilities, Call(data.Probabilities, data.Targets, data.Gradient, domain: LossInput.Probabilities)));
        Line("probabilities, loss", () => LossDriver.Reduce(probabilities, Call(data.Probabilities, data.Targets, null, domain: LossInput.Probabilities)));
        Line("probabilities, element losses", () => LossDriver.Each(probabilities, Call(data.Probabilities, data.Targets, data.Gradient, domain: LossInput.Probabilities)));
        Line("probabilities, loss and gradient, soft", () => LossDriver.Reduce(probabilities, Call(data.Probabilities, data.SoftTargets, data.Gradient, domain: LossInput.Probabilities)));

        void Line(string name, Action action) => Show(width.ToString(), name, Measure(data.Logits.Length, action), copy);
    }

    private static void Show(string way, string name, double time, double copy) =>
        Console.WriteLine($"  {way,-8} {name,-40} {time,7:F3} ns {time / copy,6:F2} x copy");

    private static LossCall<float> Call(float[] input, float[] target, float[]? gradient, float[]? weight = null, int threads = 1, LossInput domain = LossInput.Logits) => new()
    {
        Input = input,
        Target = target,
        Weight = weight,
        Domain = domain,
        Reduction = Reduction.Mean,
        Destination = gradient,
        DestinationName = gradient is null ? null : "gradient",
        Options = new() { MaxDegreeOfParallelism = threads },
    };

    /// <summary>The best of several rounds, each long enough for the clock.</summary>
    private static double Measure(int count, Action action)
    {
        int inner = Math.Max(2, 2_000_000 / count);
        double best = double.PositiveInfinity;
        for (int round = 0; round < 15; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < inner; i++)
                action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / inner / count);
        }

        return best;
    }
}
