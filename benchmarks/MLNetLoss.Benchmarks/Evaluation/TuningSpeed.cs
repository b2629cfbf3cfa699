using System.Diagnostics;
using System.Globalization;
using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;
using MLNetLoss.Metrics.Decisions;

namespace MLNetLoss.Benchmarks.Evaluation;

/// <summary>Seconds that each rule takes to choose thresholds for the matrix of scores that <see cref="EvaluationSpeed"/> writes.</summary>
internal static class TuningSpeed
{
    public static int Run(string[] arguments)
    {
        int labels = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        float[] scores = EvaluationSpeed.Read(Path.Combine(arguments[0], "scores.f32"));
        float[] targets = EvaluationSpeed.Read(Path.Combine(arguments[0], "targets.f32"));
        var clock = Stopwatch.StartNew();
        var rows = new DecisionRows(labels);
        var checker = new RowChecker(labels, [], new MultiLabelMetricOptions());
        for (int start = 0; start < scores.Length; start += labels)
        {
            if (checker.Check(start / labels, scores.AsSpan(start, labels), [], [], targets.AsSpan(start, labels), 1, out ScoredRow row))
                rows.Add(row);
        }

        Print("reading", clock, double.NaN);
        foreach ((string name, ThresholdRule rule) in ((string, ThresholdRule)[])
        [
            ("macro-f1", ThresholdRule.MaximizeFBeta(Averaging.Macro)),
            ("micro-f1", ThresholdRule.MaximizeFBeta(Averaging.Micro)),
            ("samples-f1", ThresholdRule.MaximizeFBeta(Averaging.Samples)),
            ("macro-f1-one", ThresholdRule.MaximizeFBeta(Averaging.Macro, oneThreshold: true)),
            ("micro-f1-one", ThresholdRule.MaximizeFBeta(Averaging.Micro, oneThreshold: true)),
            ("samples-f1-one", ThresholdRule.MaximizeFBeta(Averaging.Samples, oneThreshold: true)),
            ("precision", ThresholdRule.PrecisionAtLeast(0.5)),
            ("precision-one", ThresholdRule.PrecisionAtLeast(0.5, oneThreshold: true)),
            ("miss-rate", ThresholdRule.MissRateAtMost(0.1)),
            ("miss-rate-per-label", ThresholdRule.MissRateAtMost(0.1, oneThreshold: false)),
        ])
        {
            clock.Restart();
            double value = rule.Choose(rows, new bool[labels], new float[labels], new ParallelOptions());
            Print(name, clock, value);
        }

        return 0;
    }

    private static void Print(string name, Stopwatch clock, double value) =>
        Console.WriteLine(FormattableString.Invariant($"ours {name} seconds {clock.Elapsed.TotalSeconds:F2} value {value:R}"));
}
