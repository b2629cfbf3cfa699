using System.Diagnostics;
using System.Globalization;
using MLNetLoss.Losses;
using MLNetLoss.Losses.Kernels;
using MLNetLoss.Numerics;

namespace MLNetLoss.Benchmarks.Losses;

/// <summary>Nanoseconds an element of every way through the losses, beside a copy of the same memory in the same run.</summary>
internal static class LossSpeed
{
    private const int Rounds = 15;

    private static readonly TimeSpan s_warm = TimeSpan.FromMilliseconds(300);

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
        SignedKernel<FocalFormula, LogitFormula, float> focal = new(new(gamma: 2, positiveWeight: .25, negativeWeight: .75), width);
        SignedKernel<AsymmetricFormula, LogitFormula, float> asymmetric = new(new(4, 1, clip: .05, AsymmetricKernels.Epsilon, differentiatesFocus: true), width);
        Reduce("logits", logits, data.Logits, data.Targets);
        Reduce("logits-soft", logits, data.Logits, data.SoftTargets);
        Reduce("logits-smoothed", logits, data.Logits, data.Targets, smoothing: .1);
        Reduce("logits-posweight", logits, data.Logits, data.Targets, data.LabelWeights);
        Reduce("logits-posweight-rare", logits, data.Logits, data.RareTargets, data.LabelWeights);
        Reduce("logits-weight", logits, data.Logits, data.Targets, weight: data.Weights);
        Reduce("logits-missing", logits, data.Logits, data.SomeTargets, missing: MissingTargets.Ignore);
        Reduce("probabilities", probabilities, data.Probabilities, data.Targets, domain: LossInput.Probabilities);
        Reduce("probabilities-soft", probabilities, data.Probabilities, data.SoftTargets, domain: LossInput.Probabilities);
        Reduce("focal", focal, data.Logits, data.Targets);
        Reduce("asymmetric", asymmetric, data.Logits, data.Targets);
        Line("logits, 2 threads, loss and gradient", () => LossDriver.Reduce(logits, Call(data.Logits, data.Targets, data.Gradient, threads: 2)));
        Line("logits, element losses", () => LossDriver.Each(logits, Call(data.Logits, data.Targets, data.Gradient)));
        Line("probabilities, element losses", () => LossDriver.Each(probabilities, Call(data.Probabilities, data.Targets, data.Gradient, domain: LossInput.Probabilities)));

        void Reduce<TKernel>(
            string name,
            TKernel kernel,
            float[] input,
            float[] target,
            float[]? posWeight = null,
            double smoothing = 0,
            LossInput domain = LossInput.Logits,
            MissingTargets missing = MissingTargets.Error,
            float[]? weight = null)
            where TKernel : struct, ILossKernel<float>
        {
            Line($"{name}, loss and gradient", () => LossDriver.Reduce(kernel, Call(input, target, data.Gradient, posWeight, smoothing, domain, missing: missing, weight: weight)));
            Line($"{name}, loss", () => LossDriver.Reduce(kernel, Call(input, target, null, posWeight, smoothing, domain, missing: missing, weight: weight)));
        }

        void Line(string name, Action action) => Show(width.ToString(), name, Measure(data.Logits.Length, action), copy);
    }

    private static void Show(string way, string name, double time, double copy) =>
        Console.WriteLine($"  {way,-8} {name,-40} {time,7:F3} ns {time / copy,6:F2} x copy");

    private static LossCall<float> Call(
        float[] input,
        float[] target,
        float[]? gradient,
        float[]? posWeight = null,
        double smoothing = 0,
        LossInput domain = LossInput.Logits,
        int threads = 1,
        MissingTargets missing = MissingTargets.Error,
        float[]? weight = null) => new()
        {
            Input = input,
            Target = target,
            Weight = weight,
            PosWeight = posWeight,
            Domain = domain,
            Reduction = Reduction.Mean,
            Destination = gradient,
            DestinationName = gradient is null ? null : "gradient",
            Options = new() { LabelSmoothing = smoothing, MaxDegreeOfParallelism = threads, MissingTargets = missing },
        };

    /// <summary>The best of several rounds, each long enough for the clock and all long enough for .NET to optimise what is called.</summary>
    private static double Measure(int count, Action action)
    {
        int inner = Math.Max(2, 2_000_000 / count);
        double best = double.PositiveInfinity;
        long begin = Stopwatch.GetTimestamp();
        for (int round = 0; round < Rounds || Stopwatch.GetElapsedTime(begin) < s_warm; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < inner; i++)
                action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / inner / count);
        }

        return best;
    }
}
