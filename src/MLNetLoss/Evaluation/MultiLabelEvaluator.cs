using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetLoss.Metrics;

namespace MLNetLoss.Evaluation;

/// <summary>Evaluates scored data in one pass.</summary>
internal static class MultiLabelEvaluator
{
    /// <summary>Reads the data once, computes every measure, and warns of labels that no row has.</summary>
    /// <param name="environment">Takes messages and warnings.</param>
    /// <param name="data">Scored data.</param>
    /// <param name="columns">The names of its columns.</param>
    /// <param name="options">Definitions; null for the defaults.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The measures.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent, or its type or size is not what it should be.</exception>
    /// <exception cref="ArgumentException">A value is out of its range; the message names row and label.</exception>
    /// <exception cref="InvalidOperationException">There is no row to evaluate.</exception>
    public static MultiLabelClassificationMetrics Evaluate(
        IHostEnvironment environment, IDataView data, EvaluationColumns columns, MultiLabelMetricOptions? options = null,
        CancellationToken cancellation = default)
    {
        MultiLabelClassificationMetrics metrics = Measure(environment, data, columns, options, MeasureParts.All, cancellation);
        string[] absent = [.. metrics.PerLabel.Where(label => label.Support == 0).Select(label => label.Name)];
        if (absent.Length > 0)
        {
            using IChannel channel = environment.Register(nameof(MultiLabelEvaluator)).Start("Evaluate");
            channel.Warning(MessageSensitivity.None,
                "{0} of {1} labels have no positive row among the {2} evaluated, so that recall and areas say nothing about them: {3}.",
                absent.Length, metrics.LabelCount, metrics.RowCount, LabelNames.Quote(absent));
        }

        return metrics;
    }

    /// <summary>Reads the data once and computes the measures of some parts, without warnings: for callers that evaluate many times.</summary>
    /// <param name="environment">Takes messages.</param>
    /// <param name="data">Scored data.</param>
    /// <param name="columns">The names of its columns.</param>
    /// <param name="options">Definitions; null for the defaults.</param>
    /// <param name="parts">What the measures asked for are computed from; others are meaningless.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static MultiLabelClassificationMetrics Measure(
        IHostEnvironment environment, IDataView data, EvaluationColumns columns, MultiLabelMetricOptions? options, MeasureParts parts,
        CancellationToken cancellation)
    {
        using IChannel channel = environment.Register(nameof(MultiLabelEvaluator)).Start("Evaluate");
        var rows = new ScoredRows(data, columns);
        var accumulator = new MultiLabelMetricsAccumulator(rows.LabelCount, options, rows.LabelNames, parts);
        rows.ForEach(
            (scores, probabilities, predicted, targets, weight) => accumulator.Add(scores, probabilities, predicted, targets, weight),
            cancellation);
        channel.Trace(MessageSensitivity.None, "{0} rows of {1} labels were read.", accumulator.RowCount, rows.LabelCount);
        return accumulator.Compute();
    }

    /// <summary>Intervals of measures, by resampling rows.</summary>
    /// <param name="environment">Takes messages.</param>
    /// <param name="data">Scored data.</param>
    /// <param name="columns">The names of its columns.</param>
    /// <param name="bootstrap">How to resample.</param>
    /// <param name="options">Definitions; null for the defaults.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static MeasureInterval[] Intervals(
        IHostEnvironment environment, IDataView data, EvaluationColumns columns, BootstrapOptions? bootstrap,
        MultiLabelMetricOptions? options, CancellationToken cancellation)
    {
        bootstrap ??= new BootstrapOptions();
        MeasureParts parts = Bootstrap.PartsOf(bootstrap);
        return Bootstrap.Intervals(Retain(environment, data, columns, options, parts, cancellation), bootstrap, cancellation);
    }

    /// <summary>Differences of two models on the same rows, by resampling them.</summary>
    /// <param name="environment">Takes messages.</param>
    /// <param name="first">Data scored by the first model.</param>
    /// <param name="second">The same data scored by the second.</param>
    /// <param name="columns">The names of their columns.</param>
    /// <param name="bootstrap">How to resample.</param>
    /// <param name="options">Definitions; null for the defaults.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static MeasureDifference[] Differences(
        IHostEnvironment environment, IDataView first, IDataView second, EvaluationColumns columns, BootstrapOptions? bootstrap,
        MultiLabelMetricOptions? options, CancellationToken cancellation)
    {
        bootstrap ??= new BootstrapOptions();
        MeasureParts parts = Bootstrap.PartsOf(bootstrap);
        return Bootstrap.Differences(
            Retain(environment, first, columns, options, parts, cancellation), Retain(environment, second, columns, options, parts, cancellation),
            bootstrap, cancellation);
    }

    private static RetainedRows Retain(
        IHostEnvironment environment, IDataView data, EvaluationColumns columns, MultiLabelMetricOptions? options, MeasureParts parts,
        CancellationToken cancellation)
    {
        using IChannel channel = environment.Register(nameof(MultiLabelEvaluator)).Start("Read");
        var rows = new ScoredRows(data, columns);
        var retained = new RetainedRows(rows.LabelCount, options, rows.LabelNames, parts);
        rows.ForEach(retained.Add, cancellation);
        channel.Trace(MessageSensitivity.None, "{0} rows of {1} labels were read.", retained.RowCount, rows.LabelCount);
        return retained;
    }
}
