using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;

namespace MLNetLoss.Trainers;

/// <summary>Scores the rows of one schema. The scores of a row are computed once, whichever of the three columns are read.</summary>
/// <param name="inputSchema">The schema.</param>
/// <param name="features">Its feature column.</param>
/// <param name="model">The model.</param>
/// <param name="thresholds">L thresholds on the score.</param>
internal sealed class PredictionMapping(
    DataViewSchema inputSchema, DataViewSchema.Column features, LinearMultiLabelModelParameters model, float[] thresholds)
    : RowMapping(inputSchema, [.. ScoreColumns.All(model.LabelNames, ScoreColumns.NextSetId(inputSchema))
        .Select(column => column with { Inputs = [features] })])
{
    /// <inheritdoc/>
    public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> isActive)
    {
        var getters = new Delegate?[isActive.Length];
        if (!isActive.Contains(true))
            return getters;

        ValueGetter<VBuffer<float>> getFeatures = SizedVectors.CreateGetter<float>(input, features, FeatureColumn.Role);
        VBuffer<float> row = default;
        var scores = new float[model.LabelCount];
        var scoring = new OncePerRow(input, () =>
        {
            getFeatures(ref row);
            model.Model.Score(row.IsDense ? default : row.GetIndices(), row.GetValues(), scores);
        });

        if (isActive[0])
            getters[0] = RowVectors.Values(scoring, scores);
        if (isActive[1])
        {
            getters[1] = (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                scoring.Ensure();
                VBufferEditor<float> editor = VBufferEditor.Create(ref value, scores.Length);
                TensorPrimitives.Sigmoid(scores, editor.Values);
                value = editor.Commit();
            });
        }

        if (isActive[2])
            getters[2] = RowVectors.Decisions(scoring, scores, thresholds);
        return getters;
    }
}
