using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MLNetLoss.Metrics;

namespace MLNetLoss.Benchmarks.Evaluation;

/// <summary>
/// Seconds and memory of all measures of one matrix of scores, on one thread. The matrix comes from files that the peer reads too:
/// <c>scores.f32</c> and <c>targets.f32</c>, little-endian Singles row by row.
/// </summary>
internal static class EvaluationSpeed
{
    public static int Run(string[] arguments)
    {
        string folder = arguments[1];
        int labels = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        if (arguments[0] == "write")
        {
            Write(folder, labels, int.Parse(arguments[3], CultureInfo.InvariantCulture));
            return 0;
        }

        float[] scores = Read(Path.Combine(folder, "scores.f32")), targets = Read(Path.Combine(folder, "targets.f32"));
        long data = sizeof(float) * ((long)scores.Length + targets.Length);
        long before = Status("VmRSS");
        var clock = Stopwatch.StartNew();
        var accumulator = new MultiLabelMetricsAccumulator(labels);
        accumulator.AddRows(scores, [], [], targets);
        double added = clock.Elapsed.TotalSeconds;
        MultiLabelClassificationMetrics metrics = accumulator.Compute();
        double seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine(FormattableString.Invariant(
            $"ours seconds {seconds:F3} adding {added:F3} data_mb {data / 1e6:F1} extra_mb {(Status("VmHWM") - before) / 1e6:F1} peak_mb {Status("VmHWM") / 1e6:F1}"));
        foreach (string key in (string[])["bce", "micro_f1", "macro_f1", "samples_f1", "lrap", "coverage_error", "ranking_loss", "ndcg_at_5",
            "macro_roc_auc", "micro_roc_auc", "macro_average_precision", "micro_average_precision"])
        {
            Console.WriteLine(FormattableString.Invariant($"ours {key} {metrics[key]:R}"));
        }

        return 0;
    }

    // Labels of shares from 0.5 to 30 %, and scores that know something of them.
    private static void Write(string folder, int labels, int rows)
    {
        var random = new Random(1);
        var scores = new float[rows * labels];
        var targets = new float[scores.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            double share = 0.005 * Math.Pow(60, (double)(i % labels) / labels);
            bool positive = random.NextDouble() < share;
            double noise = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
            targets[i] = positive ? 1 : 0;
            scores[i] = (float)(Math.Log(share / (1 - share)) + (3 * noise) + (positive ? 2.5 : 0));
        }

        File.WriteAllBytes(Path.Combine(folder, "scores.f32"), MemoryMarshal.AsBytes(scores.AsSpan()));
        File.WriteAllBytes(Path.Combine(folder, "targets.f32"), MemoryMarshal.AsBytes(targets.AsSpan()));
    }

    // Straight into the array, so that reading leaves no peak of its own.
    internal static float[] Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        var values = new float[file.Length / sizeof(float)];
        file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>A line of the kernel's account of this process, in bytes.</summary>
    private static long Status(string name)
    {
        string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split([' ', '\t', ':'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
