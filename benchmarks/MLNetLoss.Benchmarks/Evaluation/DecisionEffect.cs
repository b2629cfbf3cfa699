using System.Globalization;
using Microsoft.ML;
using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;

namespace MLNetLoss.Benchmarks.Evaluation;

/// <summary>
/// What rules for thresholds do to decisions: a model is trained on two thirds of the training rows, tuned on the rest, and measured on the
/// test rows. No figure here is a time.
/// </summary>
internal static class DecisionEffect
{
    private static readonly string[] s_measures =
        ["macro_f1", "micro_f1", "samples_f1", "micro_precision", "macro_precision", "micro_recall", "macro_recall", "hamming_loss"];

    /// <summary>Runs it.</summary>
    /// <param name="args">The training file, the test file, and the fewest positive rows a label needs (1).</param>
    public static int Run(string[] args)
    {
        if (args.Length is < 2 or > 3)
        {
            Console.Error.WriteLine("usage: decisions TRAIN TEST [MINIMUM-POSITIVES]");
            return 1;
        }

        int minimum = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1;
        var ml = new MLContext(1);
        HeldOutRows rows = HeldOutRows.Load(ml, args[0], args[1]);
        var model = ml.MultiLabelClassification.Trainers.LogisticRegression().Fit(rows.Train);
        Console.WriteLine($"| rule | thresholds | {string.Join(" | ", s_measures)} | miss rate of rows | labels short of it |");
        Console.WriteLine($"|---|---|{string.Concat(Enumerable.Repeat("---|", s_measures.Length + 2))}");
        Print("none", "0", model, "");
        foreach (ThresholdRule rule in (ThresholdRule[])
        [
            .. from averaging in (Averaging[])[Averaging.Macro, Averaging.Micro, Averaging.Samples]
               from one in (bool[])[false, true]
               select ThresholdRule.MaximizeFBeta(averaging, oneThreshold: one),
            ThresholdRule.PrecisionAtLeast(0.7), ThresholdRule.PrecisionAtLeast(0.7, unreachable: UnreachableBound.Nearest),
            ThresholdRule.PrecisionAtLeast(0.7, unreachable: UnreachableBound.NeverPredict), ThresholdRule.PrecisionAtLeast(0.7, oneThreshold: true),
            ThresholdRule.RecallAtLeast(0.8), ThresholdRule.RecallAtLeast(0.8, oneThreshold: true),
            ThresholdRule.MissRateAtMost(0.2), ThresholdRule.MissRateAtMost(0.1), ThresholdRule.MissRateAtMost(0.1, oneThreshold: false),
        ])
        {
            ThresholdTuning tuning = ml.MultiLabelClassification.TuneThresholds(model, rows.Held, rule, minimum);
            Print(
                rule.ToString(), rule.OneThreshold ? "one" : "each", tuning.Model,
                tuning.Thresholds.Count(label => !label.MeetsConstraint).ToString(CultureInfo.InvariantCulture));
        }

        return 0;

        void Print(string rule, string thresholds, ITransformer tuned, string unmet)
        {
            MultiLabelClassificationMetrics metrics = ml.MultiLabelClassification.Evaluate(
                tuned.Transform(rows.Test), options: new MultiLabelMetricOptions { RowZeroDivision = ZeroDivision.LeftOut });
            MultiLabelClassificationMetrics plain = ml.MultiLabelClassification.Evaluate(tuned.Transform(rows.Test));
            string[] values = [.. s_measures.Select(key => Number(plain[key])), Number(1 - metrics.SamplesRecall)];
            Console.WriteLine($"| {rule} | {thresholds} | {string.Join(" | ", values)} | {unmet} |");
        }

        static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
    }
}
