using Microsoft.ML;
using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;

namespace MLNetLoss.Reports;

/// <summary>Collects what a report shows from scored data.</summary>
internal static class ReportCollector
{
    /// <summary>The measures at the top of a report.</summary>
    public static readonly string[] Headline =
    [
        "micro_f1", "macro_f1", "samples_f1", "micro_precision", "micro_recall", "subset_accuracy", "hamming_loss", "lrap", "precision_at_1",
        "ndcg_at_5", "macro_roc_auc", "macro_average_precision", "micro_average_precision", "bce", "ece",
    ];

    /// <summary>Reads the data three times: for the measures, for their intervals, and for the pictures.</summary>
    public static MultiLabelReportData Collect(
        MultiLabelClassificationCatalog catalog, IDataView data, EvaluationColumns columns, MultiLabelReportOptions options,
        CancellationToken cancellation)
    {
        MultiLabelMetricOptions definitions = (options.Metrics ?? new MultiLabelMetricOptions()) with { Curves = true };
        string[] headline = [.. Headline.Where(key => !key.Contains("_at_", StringComparison.Ordinal)
            || definitions.TopK.Any(k => key.EndsWith($"_at_{k}", StringComparison.Ordinal)))];
        MultiLabelClassificationMetrics metrics = catalog.Evaluate(
            data, columns.Label, columns.Score, columns.Probability, columns.PredictedLabel, columns.ExampleWeight, definitions, cancellation);
        IReadOnlyList<MeasureInterval> intervals = catalog.EvaluateIntervals(
            data, options.Bootstrap with { Measures = headline }, columns.Label, columns.Score, columns.Probability, columns.PredictedLabel,
            columns.ExampleWeight, definitions with { Curves = false }, cancellation);

        var rows = new ScoredRows(data, columns);
        int labels = rows.LabelCount;
        var sweep = new ThresholdSweep(labels);
        var errors = new ErrorPairs();
        var pooled = new PooledCurves();
        var sigmoids = new float[labels];
        var checker = new RowChecker(labels, rows.LabelNames, definitions);
        long read = 0;
        rows.ForEach(
            (scores, probabilities, predicted, targets, weight) =>
            {
                if (!checker.Check(read++, scores, probabilities, predicted, targets, weight, out ScoredRow row))
                    return;
                for (int label = 0; label < labels; label++)
                    sigmoids[label] = probabilities.IsEmpty ? (float)(1 / (1 + Math.Exp(-scores[label]))) : probabilities[label];
                pooled.Add(row);
                sweep.Add(sigmoids, targets, weight);
                errors.Add(row.Predicted, targets, weight);
            },
            cancellation);
        (IReadOnlyList<RocPoint> roc, IReadOnlyList<PrecisionRecallPoint> precisionRecall) = pooled.Draw();
        return new MultiLabelReportData
        {
            Metrics = metrics,
            Intervals = intervals,
            PooledRoc = roc,
            PooledPrecisionRecall = precisionRecall,
            Sweep = sweep.Points(),
            Errors = errors.Pairs(),
        };
    }
}
