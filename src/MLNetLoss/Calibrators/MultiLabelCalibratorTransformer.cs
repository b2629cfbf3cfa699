using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetLoss.Data;
using MLNetLoss.Interop;
using MLNetLoss.Metrics;
using MLNetLoss.Solvers.Calibration;
using MLNetLoss.Trainers;

[assembly: ModelComponent(typeof(MLNetLoss.Calibrators.MultiLabelCalibratorTransformer), "MultiLabelCalibrator")]

namespace MLNetLoss.Calibrators;

/// <summary>
/// Turns each label's score into a calibrated probability. Appends <c>Probability</c> (vector of Single in [0, 1]) and
/// <c>PredictedLabel</c> (vector of Boolean, true where the probability is greater than the label's threshold), which hide the model's own
/// columns; the scores are unchanged.
/// </summary>
public sealed class MultiLabelCalibratorTransformer : RowToRowTransformer, ILabelDecider
{
    /// <summary>The default threshold: a label is predicted when it is more likely than not.</summary>
    internal const float DefaultThreshold = 0.5f;

    private const int FormatVersion = 1;

    private readonly string[] _labelNames;
    private readonly LabelCalibrator?[] _calibrators;
    private readonly float[] _thresholds;

    internal MultiLabelCalibratorTransformer(
        string scoreColumnName, string[] labelNames, LabelCalibrator?[] calibrators, float[]? thresholds)
    {
        ScoreColumnName = scoreColumnName;
        _labelNames = labelNames;
        _calibrators = calibrators;
        _thresholds = thresholds ?? [.. Enumerable.Repeat(DefaultThreshold, calibrators.Length)];
    }

    /// <summary>The column of scores that is read.</summary>
    public string ScoreColumnName { get; }

    /// <summary>L names.</summary>
    public IReadOnlyList<string> LabelNames => _labelNames.AsReadOnly();

    /// <summary>
    /// The calibrator of each label, a <see cref="PlattCalibrator"/> or an <see cref="IsotonicCalibrator"/>; null for a label that had too few rows
    /// and keeps the sigmoid of its score.
    /// </summary>
    public IReadOnlyList<LabelCalibrator?> LabelCalibrators => _calibrators.AsReadOnly();

    /// <summary>L thresholds on the calibrated probability: a label is predicted when its probability is greater, strictly.</summary>
    public IReadOnlyList<float> Thresholds => _thresholds.AsReadOnly();

    /// <inheritdoc/>
    string ILabelDecider.DecisionColumnName => ScoreColumns.Probability;

    /// <summary>Returns the same calibration with other thresholds.</summary>
    /// <param name="thresholds">L thresholds on the calibrated probability, none of them NaN.</param>
    /// <returns>A new transformer; this one is unchanged.</returns>
    /// <exception cref="ArgumentException">There are not L thresholds, or one is NaN.</exception>
    public MultiLabelCalibratorTransformer WithThresholds(IReadOnlyList<float> thresholds) =>
        new(ScoreColumnName, _labelNames, _calibrators, LabelThresholds.Copy(thresholds, _labelNames));

    /// <inheritdoc/>
    ILabelDecider ILabelDecider.WithThresholds(IReadOnlyList<float> thresholds) => WithThresholds(thresholds);

    internal static MultiLabelCalibratorTransformer Create(IHostEnvironment environment, object context) =>
        ModelLoading.Load(context, FormatVersion, reader =>
        {
            string scoreColumnName = reader.ReadRequiredString();
            string[] labelNames = reader.ReadStrings() ?? throw reader.Damaged($"its label names are missing");
            if (labelNames.Length == 0)
                throw reader.Damaged($"it has no labels");
            LabelCalibrator?[] calibrators = [.. labelNames.Select(_ => CalibratorFile.Read(reader))];
            float[] thresholds = LabelThresholds.Read(reader, labelNames.Length);
            return new MultiLabelCalibratorTransformer(scoreColumnName, labelNames, calibrators, thresholds);
        });

    private protected override RowMapping Bind(DataViewSchema inputSchema)
    {
        DataViewSchema.Column score = SchemaChecks.FindVector(
            inputSchema, CalibrationColumns.ScoreRole, ScoreColumnName, NumberDataViewType.Single);
        if (SchemaChecks.Size(score) != _calibrators.Length)
        {
            throw SchemaChecks.Mismatch(
                CalibrationColumns.ScoreRole, ScoreColumnName, $"a vector of Single of size {_calibrators.Length}, the number of labels", score.Type);
        }

        if (VectorAnnotations.ReadSlotNames(score) is { } names)
            LabelOrder.RequireSame(names, $"in column '{ScoreColumnName}'", _labelNames, "in the calibrator");
        return new CalibrationMapping(inputSchema, score, _labelNames, _calibrators, _thresholds);
    }

    private protected override void Save(ModelSaveContext context) =>
        ModelSaving.Save(context, this, FormatVersion, writer =>
        {
            writer.Write(ScoreColumnName);
            writer.Write(_labelNames);
            foreach (LabelCalibrator? calibrator in _calibrators)
                CalibratorFile.Write(writer, calibrator);
            writer.Write<float>(_thresholds);
        });
}
