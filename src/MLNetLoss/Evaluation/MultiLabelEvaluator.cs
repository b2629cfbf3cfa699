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

    /// <summary>Intervals of measures, by resampling rows.</summary>
    /// <param name="environment">Takes the progress.</param>
    /// <param name="data">Scored data.</param>
    /// <param name="columns">The names of its columns.</param>
    /// <param name="bootstrap">How to resample.</param>
    /// <param name="options">Definitions; null for the defaults.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static MeasureInterval[] Intervals(
        IHostEnvironment environment, IDataView data, EvaluationColumns columns, BootstrapOptions? bootstrap,
        MultiLabelMetricOptions? options, CancellationToken cancellation) =>
        Bootstrap.Intervals(Retain(environment, data, columns, options, cancellation), bootstrap ?? new BootstrapOptions(), cancellation);

    /// <summary>Differences of two models on the same rows, by resampling them.</summary>
    /// <param name="environment">Takes the progress.</param>
    /// <param name="first">Data scored by the first model.</param>
    /// <param name="second">The same data scored by the second.</param>
    /// <param name="columns">The names of their columns.</param>
    /// <param name="bootstrap">How to resample.</param>
    /// <param name="options">Definitions; null for the defaults.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static MeasureDifference[] Differences(
        IHostEnvironment environment, IDataView first, IDataView second, EvaluationColumns columns, BootstrapOptions? bootstrap,
        MultiLabelMetricOptions? options, CancellationToken cancellation) =>
        Bootstrap.Differences(
            Retain(environment, first, columns, options, cancellation), Retain(environment, second, columns, options, cancellation),
            bootstrap ?? new BootstrapOptions(), cancellation);

    private static RetainedRows Retain(
        IHostEnvironment environment, IDataView data, EvaluationColumns columns, MultiLabelMetricOptions? options,
        CancellationToken cancellation)
    {
        using IProgressChannel progress = environment.Register(nameof(MultiLabelEvaluator)).StartProgressChannel("Read");
        var rows = new ScoredRows(data, columns);
        var retained = new RetainedRows(rows.LabelCount, options, rows.LabelNames);
        progress.SetHeader(new ProgressHeader("rows"), entry => entry.SetProgress(0, retained.RowCount));
        rows.ForEach(retained.Add, cancellation);
        return retained;
    }
}
