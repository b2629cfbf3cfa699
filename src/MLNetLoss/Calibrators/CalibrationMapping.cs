using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;
using MLNetLoss.Solvers.Calibration;

namespace MLNetLoss.Calibrators;

/// <summary>Calibrates the scores of rows, once per row even when both columns are read.</summary>
/// <param name="inputSchema">The schema.</param>
/// <param name="score">Its column of scores.</param>
/// <param name="labelNames">L names.</param>
/// <param name="calibrators">L calibrators; null where the sigmoid is kept.</param>
/// <param name="thresholds">L thresholds on the probability.</param>
internal sealed class CalibrationMapping(
    DataViewSchema inputSchema, DataViewSchema.Column score, IReadOnlyList<string> labelNames, LabelCalibrator?[] calibrators,
    float[] thresholds)
    : RowMapping(inputSchema, CalibrationColumns.Outputs(inputSchema, score, labelNames))
{
    /// <inheritdoc/>
    public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> isActive)
    {
        var getters = new Delegate?[isActive.Length];
        if (!isActive.Contains(true))
            return getters;

        ValueGetter<VBuffer<float>> getScores = SizedVectors.CreateGetter<float>(input, score, CalibrationColumns.ScoreRole);
        VBuffer<float> scores = default;
        var probabilities = new float[calibrators.Length];
        var dense = new float[calibrators.Length];
        var row = new OncePerRow(input, () =>
        {
            getScores(ref scores);
            scores.CopyTo(dense);
            Calibrate(dense, probabilities);
        });

        if (isActive[0])
            getters[0] = RowVectors.Values(row, probabilities);
        if (isActive[1])
            getters[1] = RowVectors.Decisions(row, probabilities, thresholds);
        return getters;
    }

    private void Calibrate(ReadOnlySpan<float> scores, Span<float> probabilities)
    {
        // The same function as in the prediction transformer: a label that is not calibrated keeps its probability to the bit.
        TensorPrimitives.Sigmoid(scores, probabilities);
        for (int label = 0; label < calibrators.Length; label++)
        {
            if (calibrators[label] is { } calibrator)
                probabilities[label] = (float)calibrator.PredictProbability(scores[label]);
        }
    }
}
