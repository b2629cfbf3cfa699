using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetLoss.Data;
using MLNetLoss.Evaluation;
using MLNetLoss.Interop;
using MLNetLoss.Metrics;
using MLNetLoss.Solvers.Calibration;
using MLNetLoss.Trainers;

namespace MLNetLoss.Calibrators;

/// <summary>
/// Learns to turn each label's scores into calibrated probabilities: of the rows that get 0.3, three in ten have the label. Made by
/// <c>ml.MultiLabelClassification.Calibrators.Platt</c> and <c>Isotonic</c>.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>Input</term><description>the scores, a vector of Single, and the targets, of rows that the model was not trained on: on its
/// training rows the probabilities would come out overconfident</description></item>
/// <item><term>Output</term><description><c>Probability</c> and <c>PredictedLabel</c> in place of the model's own; see
/// <see cref="MultiLabelCalibratorTransformer"/></description></item>
/// </list>
/// Missing targets (NaN) are left out; a soft target counts as a fraction of a row of each class. A label with too few rows of one class keeps
/// the sigmoid of its score, and a warning in the log names it.
/// </remarks>
public sealed class MultiLabelCalibratorEstimator : IEstimator<MultiLabelCalibratorTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly EvaluationColumns _columns;
    private readonly CalibrationMethod _method;
    private readonly int _minimumRowsPerClass;

    internal MultiLabelCalibratorEstimator(
        IHostEnvironment environment, EvaluationColumns columns, CalibrationMethod method, int minimumRowsPerClass)
    {
        ArgumentException.ThrowIfNullOrEmpty(columns.Label);
        ArgumentException.ThrowIfNullOrEmpty(columns.Score);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minimumRowsPerClass);
        _environment = environment;
        _columns = columns;
        _method = method;
        _minimumRowsPerClass = minimumRowsPerClass;
    }

    /// <summary>Learns from scored rows.</summary>
    /// <param name="input">The rows.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, of the wrong type or of the wrong size.</exception>
    /// <exception cref="ArgumentException">A score is not finite or a weight is negative; the message names row and label.</exception>
    /// <exception cref="InvalidDataException">A target lies outside [0, 1]; the message names row and label.</exception>
    /// <exception cref="InvalidOperationException">No row has a weight and a target.</exception>
    public MultiLabelCalibratorTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var rows = new ScoredRows(input, _columns);
        LabelCells cells = LabelCells.Read(rows);
        var calibrators = new LabelCalibrator?[cells.LabelCount];
        Parallel.For(0, calibrators.Length, label => calibrators[label] = Fit(cells, label));
        Warn(rows.LabelNames, calibrators);
        return new MultiLabelCalibratorTransformer(_columns.Score, [.. rows.LabelNames], calibrators, thresholds: null);
    }

    /// <summary>Returns the shape of the output schema.</summary>
    /// <param name="inputSchema">The shape of the input schema.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        LabelColumn.Check(inputSchema, _columns.Label);
        SchemaChecks.FindVector(inputSchema, CalibrationColumns.ScoreRole, _columns.Score, NumberDataViewType.Single);
        ExampleWeightColumn.Check(inputSchema, _columns.ExampleWeight);
        return SchemaShapes.Append(inputSchema, ScoreColumns.Shapes().Where(column => column.Name != ScoreColumns.Score));
    }

    private LabelCalibrator? Fit(LabelCells cells, int label)
    {
        double positives = 0, negatives = 0;
        foreach (float target in cells.Targets(label))
        {
            positives += target;
            negatives += 1 - target;
        }

        if (positives < _minimumRowsPerClass || negatives < _minimumRowsPerClass)
            return null;
        return _method == CalibrationMethod.Platt
            ? PlattCalibrator.Fit(cells.Scores(label), cells.Targets(label), cells.Weights(label))
            : IsotonicCalibrator.Fit(cells.Scores(label), cells.Targets(label), cells.Weights(label));
    }

    private void Warn(IReadOnlyList<string> names, LabelCalibrator?[] calibrators)
    {
        string[] kept = [.. names.Where((_, label) => calibrators[label] is null)];
        if (kept.Length == 0)
            return;
        using IChannel channel = _environment.Register(nameof(MultiLabelCalibratorEstimator)).Start("Calibrate");
        channel.Warning(MessageSensitivity.None,
            "{0} of {1} labels have fewer than {2} positive or negative rows and keep the sigmoid of their scores: {3}.",
            kept.Length, calibrators.Length, _minimumRowsPerClass, LabelNames.Quote(kept));
    }
}
