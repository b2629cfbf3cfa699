using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetLoss.Data;
using MLNetLoss.Interop;

[assembly: ModelComponent(typeof(MLNetLoss.Trainers.MultiLabelPredictionTransformer), "MultiLabelPrediction")]

namespace MLNetLoss.Trainers;

/// <summary>
/// Scores rows with a trained model. It appends three vectors with one slot per label, the slots named after the labels:
/// <c>Score</c> (Single, the logits), <c>Probability</c> (Single in [0, 1], their sigmoid) and <c>PredictedLabel</c> (Boolean, true
/// where the score is greater than the label's threshold).
/// </summary>
public sealed class MultiLabelPredictionTransformer :
    RowToRowTransformer, ISingleFeaturePredictionTransformer<LinearMultiLabelModelParameters>, ILabelDecider
{
    private const int FormatVersion = 2;

    private readonly float[] _thresholds;
    private readonly VectorDataViewType _featureType;

    internal MultiLabelPredictionTransformer(
        LinearMultiLabelModelParameters model, string featureColumnName, float[]? thresholds = null)
    {
        Model = model;
        FeatureColumnName = featureColumnName;
        _thresholds = thresholds ?? new float[model.LabelCount];
        _featureType = new VectorDataViewType(NumberDataViewType.Single, model.FeatureCount);
    }

    /// <summary>The trained model: weights, biases and names.</summary>
    public LinearMultiLabelModelParameters Model { get; }

    /// <summary>The column the features are read from.</summary>
    public string FeatureColumnName { get; }

    /// <summary>L thresholds on the score: a label is predicted if its score is strictly greater. Zero unless tuned.</summary>
    public IReadOnlyList<float> Thresholds => _thresholds.AsReadOnly();

    /// <inheritdoc/>
    DataViewType ISingleFeaturePredictionTransformer<LinearMultiLabelModelParameters>.FeatureColumnType => _featureType;

    /// <inheritdoc/>
    string ILabelDecider.DecisionColumnName => ScoreColumns.Score;

    /// <inheritdoc/>
    IReadOnlyList<string> ILabelDecider.LabelNames => Model.LabelNames;

    /// <summary>The same model with other thresholds.</summary>
    /// <param name="thresholds">L thresholds on the score, none of them NaN.</param>
    /// <returns>A new transformer; this one is unchanged.</returns>
    /// <exception cref="ArgumentException">There are not L thresholds, or one is NaN.</exception>
    public MultiLabelPredictionTransformer WithThresholds(IReadOnlyList<float> thresholds) =>
        new(Model, FeatureColumnName, LabelThresholds.Copy(thresholds, Model.LabelNames));

    /// <inheritdoc/>
    ILabelDecider ILabelDecider.WithThresholds(IReadOnlyList<float> thresholds) => WithThresholds(thresholds);

    internal static MultiLabelPredictionTransformer Create(IHostEnvironment environment, object context) =>
        ModelLoading.Load(context, FormatVersion, reader =>
        {
            string featureColumnName = reader.ReadRequiredString();
            LinearMultiLabelModelParameters model = LinearMultiLabelModelParameters.Read(reader);
            return new MultiLabelPredictionTransformer(model, featureColumnName, LabelThresholds.Read(reader, model.LabelCount));
        });

    private protected override RowMapping Bind(DataViewSchema inputSchema)
    {
        DataViewSchema.Column features = SchemaChecks.Find(inputSchema, FeatureColumn.Role, FeatureColumnName);
        // Only the size counts, as in training: the output of a neural network may have several dimensions.
        if (features.Type is not VectorDataViewType { IsKnownSize: true } vector || vector.Size != Model.FeatureCount
            || !vector.ItemType.Equals(NumberDataViewType.Single))
            throw SchemaChecks.Mismatch(FeatureColumn.Role, FeatureColumnName, _featureType.ToString(), features.Type);
        return new PredictionMapping(inputSchema, features, Model, _thresholds);
    }

    private protected override void Save(ModelSaveContext context) =>
        ModelSaving.Save(context, this, FormatVersion, writer =>
        {
            writer.Write(FeatureColumnName);
            Model.Write(writer);
            writer.Write<float>(_thresholds);
        });
}
