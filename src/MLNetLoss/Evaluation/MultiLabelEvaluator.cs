using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetLoss.Metrics;

namespace MLNetLoss.Evaluation;

/// <summary>Evaluates scored data in one pass.</summary>
internal static class MultiLabelEvaluator
{
    /// <summary>Reads the data once and computes every measure.</summary>
    /// <param name="environment">Takes the progress.</param>
    /// <param name="data">Scored data.</param>
    /// <param name="columns">The names of its columns.</param>
    /// <param name="options">Definitions; null for the defaults.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The measures.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent, or its type or size is not what it should be.</exception>
    /// <exception cref="ArgumentException">A value is not what it should be; the message names row and label.</exception>
    /// <exception cref="InvalidOperationException">There is no row to evaluate.</exception>
    public static MultiLabelClassificationMetrics Evaluate(
        IHostEnvironment environment, IDataView data, EvaluationColumns columns, MultiLabelMetricOptions? options = null,
        CancellationToken cancellation = default)
    {
        IHost host = environment.Register(nameof(MultiLabelEvaluator));
        using IProgressChannel progress = host.StartProgressChannel("Evaluate");
        var rows = new ScoredRows(data, columns);
        var accumulator = new MultiLabelMetricsAccumulator(rows.LabelCount, options, rows.LabelNames);
        progress.SetHeader(new ProgressHeader("rows"), entry => entry.SetProgress(0, accumulator.RowCount));
        rows.ForEach(
            (scores, probabilities, predicted, targets, weight) => accumulator.Add(scores, probabilities, predicted, targets, weight),
            cancellation);
        return accumulator.Compute();
    }
}
