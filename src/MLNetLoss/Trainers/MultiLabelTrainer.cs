using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetLoss.Data;
using MLNetLoss.Interop;
using MLNetLoss.Metrics;
using MLNetLoss.Solvers;

namespace MLNetLoss.Trainers;

/// <summary>
/// A trainer that learns a linear model of all labels at once. It appends <c>Score</c>, <c>Probability</c> and
/// <c>PredictedLabel</c>; see <see cref="MultiLabelPredictionTransformer"/>.
/// </summary>
public abstract class MultiLabelTrainer : IEstimator<MultiLabelPredictionTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly string _name;
    private readonly TrainingColumnNames _columnNames;
    private readonly IProgress<TrainingProgress>? _progress;

    private protected MultiLabelTrainer(IHostEnvironment environment, string name, MultiLabelTrainerOptions options)
    {
        // The options are copied, so that later changes to the caller's object have no effect.
        _environment = environment;
        _name = name;
        _columnNames = new(options.FeatureColumnName, options.LabelColumnName, options.ExampleWeightColumnName, options.CellWeightColumnName);
        _progress = options.Progress;
        Cancellation = options.CancellationToken;
    }

    private protected CancellationToken Cancellation { get; }

    /// <summary>Trains on data.</summary>
    /// <param name="input">The data.</param>
    /// <returns>The trained model as a transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    /// <exception cref="ArgumentException">The weights of an option or of the loss are invalid or do not fit the number of labels, or no row
    /// held out is usable.</exception>
    /// <exception cref="InvalidDataException">There is no usable row, no label has a positive, a target or weight is out of range, or a
    /// vector is not of its column's size.</exception>
    /// <exception cref="ArithmeticException">Gradient descent diverged.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public MultiLabelPredictionTransformer Fit(IDataView input) => Fit(input, null);

    /// <summary>Trains on data, optionally with validation data and a model to start from.</summary>
    /// <param name="trainData">The training data.</param>
    /// <param name="validationData">Validation data, with the same columns; null for none.</param>
    /// <param name="startFrom">The model to start from, with the same labels and number of features; null to start from scratch.</param>
    /// <returns>The trained model as a transformer.</returns>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type; validation data or model have other labels, or
    /// another number of features, than the training data; the weights of an option or of the loss are invalid or do not fit the number of
    /// labels; or no validation row is usable.</exception>
    /// <exception cref="InvalidDataException">There is no usable row, no label has a positive, a target or weight is out of range, or a
    /// vector is not of its column's size.</exception>
    /// <exception cref="ArithmeticException">Gradient descent diverged.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public MultiLabelPredictionTransformer Fit(
        IDataView trainData, IDataView? validationData, LinearMultiLabelModelParameters? startFrom = null) =>
        Fit(trainData, validationData, startFrom, isUpdate: false);

    /// <summary>The shape of the output for a shape of the input.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        TrainingColumns.Check(inputSchema, _columnNames);
        return SchemaShapes.Append(inputSchema, ScoreColumns.Shapes());
    }

    /// <summary>Throws, before a row is read, unless all weights that the options give are per label.</summary>
    private protected abstract void CheckLabelCount(int labelCount);

    private protected abstract (LinearModel Model, TrainingSummary Summary) Train(TrainingTask task);

    private protected MultiLabelPredictionTransformer Fit(
        IDataView trainData, IDataView? validationData, LinearMultiLabelModelParameters? start, bool isUpdate)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        TrainingColumns columns = TrainingColumns.Bind(trainData.Schema, _columnNames);
        CheckLabelCount(columns.Label.Count);
        TrainingColumns? validation = validationData is null ? null : TrainingColumns.Bind(validationData.Schema, _columnNames);
        if (validation is not null)
            CheckFit("validation data", validation.Label.Names, validation.Features.Count, columns);
        if (start is not null)
            CheckFit("model to start from", start.LabelNames, start.FeatureCount, columns);

        IHost host = _environment.Register(_name);
        using IChannel channel = host.Start("Training");
        var task = new TrainingTask(
            new DataViewRowSource(trainData, columns),
            columns,
            validation is null ? null : new DataViewRowSource(validationData!, validation),
            start,
            isUpdate,
            channel);
        (LinearModel model, TrainingSummary summary) = Train(task);
        Warn(channel, columns.Label.Names, summary, isUpdate);
        return new MultiLabelPredictionTransformer(
            new LinearMultiLabelModelParameters(model, columns.Label.Names, columns.Features.ReadNames(), summary), _columnNames.Features);
    }

    private protected void Report(IChannel channel, TrainingProgress progress)
    {
        string measure = progress.Measure is { } value ? FormattableString.Invariant($", validation {value:g6}") : string.Empty;
        string left = progress.Remaining is { } remaining ? FormattableString.Invariant($", {remaining.TotalSeconds:f1} s left") : string.Empty;
        string count = progress.IterationCount is { } all ? $" of {all}" : string.Empty;
        string message = FormattableString.Invariant($"Iteration {progress.Iteration}{count}: loss {progress.Loss:g6}{measure}{left}");
        channel.Info(MessageSensitivity.None, "{0}", message);
        _progress?.Report(progress);
    }

    /// <summary>An entry of <see cref="TrainingSummary.Options"/>.</summary>
    private protected static KeyValuePair<string, string> Option(string name, object value) =>
        new(name, Convert.ToString(value, CultureInfo.InvariantCulture)!);

    private static void Warn(IChannel channel, string[] names, TrainingSummary summary, bool isUpdate)
    {
        if (summary.SkippedRowCount > 0)
            channel.Warning(MessageSensitivity.None, "{0} rows were left out because a feature is NaN or infinite.", summary.SkippedRowCount);
        // What an update's rows lack, the model it starts from can have learnt.
        if (isUpdate)
            return;
        WarnOfLabels(channel, names, summary, label => label.Weight == 0, "no target in any row; they are not learnt");
        WarnOfLabels(channel, names, summary, label => label.Weight > 0 && label.HasNoPositives, "no positive row; they will hardly ever be predicted");
        WarnOfLabels(channel, names, summary, label => label.Weight > 0 && label.HasNoNegatives, "nothing but positive rows; they will be predicted always");
    }

    private static void WarnOfLabels(
        IChannel channel, string[] names, TrainingSummary summary, Func<LabelStatistics, bool> isSo, string what)
    {
        string[] labels = [.. names.Where((_, label) => isSo(summary.Labels[label]))];
        if (labels.Length > 0)
            channel.Warning(MessageSensitivity.None, "{0} of {1} labels have {2}: {3}.", labels.Length, names.Length, what, LabelNames.Quote(labels));
    }

    private void CheckFit(string what, IReadOnlyList<string> labels, int features, TrainingColumns columns)
    {
        if (labels.Count != columns.Label.Count)
        {
            throw new ArgumentException(
                $"The {what} has {labels.Count} labels, but the label column '{_columnNames.Label}' of the training data has {columns.Label.Count}.");
        }

        if (features != columns.Features.Count)
        {
            throw new ArgumentException(
                $"The {what} has {features} features, but the feature column '{_columnNames.Features}' of the training data has " +
                $"{columns.Features.Count}.");
        }

        LabelOrder.RequireSame(columns.Label.Names, $"in column '{_columnNames.Label}'", labels, $"in the {what}");
    }
}
