using MLNetLoss.Losses;

namespace MLNetLoss.Benchmarks.Losses;

/// <summary>
/// The largest errors over every float: logits in [-110, 110] and probabilities in [0, 1], for targets 0 and 1 and a soft one, with and
/// without a weight, of the element loss and its derivative, in units in the last place of the truth (computed in double, with a true
/// log1p). A step of n takes every n-th float.
/// </summary>
internal static class LossAccuracy
{
    private const int ChunkLength = 1 << 20;

    private const float Weight = 1.3f;

    public static int Run(string[] arguments)
    {
        int step = arguments.Length > 0 ? int.Parse(arguments[0], System.Globalization.CultureInfo.InvariantCulture) : 1;
        bool isGood = true;
        foreach (float target in new[] { 0, 1, .3f })
        {
            isGood &= Sweep($"logits, target {target}", step, [(0, 110f), (-0f, -110f)], target, 1, logits: true);
            isGood &= Sweep($"probabilities, target {target}", step, [(0, 1f)], target, 1, logits: false);
            isGood &= Sweep($"logits, target {target}, weighted", step, [(0, 110f), (-0f, -110f)], target, Weight, logits: true);
            isGood &= Sweep($"probabilities, target {target}, weighted", step, [(0, 1f)], target, Weight, logits: false);
        }

        return isGood ? 0 : 1;
    }

    private static bool Sweep(string name, int step, (float From, float To)[] ranges, float t, float w, bool logits)
    {
        float[] x = new float[ChunkLength];
        float[] targets = new float[ChunkLength];
        float[] loss = new float[ChunkLength];
        float[] gradient = new float[ChunkLength];
        Array.Fill(targets, t);
        float[] weight = w == 1 ? [] : [w];
        Worst worstLoss = new();
        Worst worstGradient = new();
        long count = 0;
        foreach ((float from, float to) in ranges)
        {
            uint end = BitConverter.SingleToUInt32Bits(to);
            for (ulong bits = BitConverter.SingleToUInt32Bits(from); bits <= end;)
            {
                int n = 0;
                for (; n < ChunkLength && bits <= end; bits += (ulong)step)
                    x[n++] = BitConverter.UInt32BitsToSingle((uint)bits);
                ReadOnlySpan<float> input = x.AsSpan(0, n);
                ReadOnlySpan<float> target = targets.AsSpan(0, n);
                if (logits)
                {
                    Functional.BinaryCrossEntropyWithLogits(input, target, weight, default, loss);
                    Functional.BinaryCrossEntropyWithLogitsAndGradient(input, target, weight, Reduction.Sum, default, gradient);
                }
                else
                {
                    Functional.BinaryCrossEntropy(input, target, weight, loss);
                    Functional.BinaryCrossEntropyWithGradient(input, target, weight, Reduction.Sum, gradient);
                }

                for (int i = 0; i < n; i++)
                {
                    worstLoss.Take(x[i], loss[i], w * (logits ? LogitLoss(x[i], t) : ProbabilityLoss(x[i], t)));
                    worstGradient.Take(x[i], gradient[i], w * (logits ? LogitGradient(x[i], t) : ProbabilityGradient(x[i], t)));
                }

                count += n;
            }
        }

        Console.WriteLine($"{name,-38} {count,13:N0} floats: loss {worstLoss}, gradient {worstGradient}");
        return worstLoss.Distance <= 2 && worstGradient.Distance <= 2;
    }

    private static double Log1P(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) ? u : Math.Log(u) * (x / (u - 1));
    }

    private static double LogitLoss(double x, double t)
    {
        double share = x < 0 ? t : 1 - t;
        return (share * Math.Abs(x)) + Log1P(Math.Exp(-Math.Abs(x)));
    }

    private static double LogitGradient(double x, double t)
    {
        double e = Math.Exp(-Math.Abs(x));
        return (((1 - t) * (x < 0 ? e : 1)) - (t * (x < 0 ? 1 : e))) / (1 + e);
    }

    private static double ProbabilityLoss(double x, double t) =>
        -(t * Math.Max(Math.Log(x), -100)) - ((1 - t) * Math.Max(Log1P(-x), -100));

    private static double ProbabilityGradient(double x, double t) => (((1 - t) * x) - (t * (1 - x))) / Math.Max((1 - x) * x, 1e-12);

    /// <summary>The largest error met.</summary>
    private sealed class Worst
    {
        private const double SmallestNormal = 1.17549435082228751e-38;
        private float _x;

        public double Distance { get; private set; }

        public void Take(float x, float actual, double truth)
        {
            double magnitude = Math.Abs(truth);
            double distance = magnitude < SmallestNormal
                ? Math.Abs(actual) <= SmallestNormal ? 0 : double.PositiveInfinity
                : Math.Abs(actual - truth) / Math.ScaleB(1, Math.ILogB(magnitude) - 23);
            if (!(distance <= Distance))
                (Distance, _x) = (distance, x);
        }

        public override string ToString() => $"{Distance:F3} ulp at {_x:R}";
    }
}
