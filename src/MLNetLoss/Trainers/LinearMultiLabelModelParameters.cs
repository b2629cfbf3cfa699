using Microsoft.ML;
using MLNetLoss.Interop;
using MLNetLoss.Solvers;

namespace MLNetLoss.Trainers;

/// <summary>
/// A trained linear model of L labels over D features: label l's score of a row x is <c>bias[l] + sum over d of weight[l, d] * x[d]</c>,
/// its logit. Immutable and thread-safe.
/// </summary>
public sealed class LinearMultiLabelModelParameters
{
    internal LinearMultiLabelModelParameters(
        LinearModel model, IReadOnlyList<string> labelNames, IReadOnlyList<string>? featureNames, TrainingSummary? training = null)
    {
        Model = model;
        // Copies, of a type whose elements nobody can set.
        LabelNames = [.. labelNames];
        FeatureNames = featureNames is null ? null : [.. featureNames];
        Training = training;
    }

    /// <summary>L, the number of labels.</summary>
    public int LabelCount => Model.LabelCount;

    /// <summary>D, the number of features.</summary>
    public int FeatureCount => Model.FeatureCount;

    /// <summary>L names: those of the label column in training, or label numbers from 0 if it had none.</summary>
    public IReadOnlyList<string> LabelNames { get; }

    /// <summary>D names, or null if the feature column had none in training.</summary>
    public IReadOnlyList<string>? FeatureNames { get; }

    /// <summary>L biases.</summary>
    public IReadOnlyList<float> Biases => Model.Bias.AsReadOnly();

    /// <summary>How the model was trained; null for a model that was assembled rather than trained.</summary>
    public TrainingSummary? Training { get; }

    internal LinearModel Model { get; }

    /// <summary>The index of a label.</summary>
    /// <param name="label">The name.</param>
    /// <exception cref="ArgumentException">The model has no label of that name.</exception>
    public int IndexOf(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        for (int i = 0; i < LabelNames.Count; i++)
        {
            if (LabelNames[i] == label)
                return i;
        }

        throw new ArgumentException($"The model has no label '{label}' among its {LabelCount}.", nameof(label));
    }

    /// <summary>The weights of one label.</summary>
    /// <param name="label">The label, from 0 to L - 1.</param>
    /// <returns>D weights, a copy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such label.</exception>
    public float[] GetWeights(int label)
    {
        CheckLabel(label);
        var weights = new float[FeatureCount];
        for (int feature = 0; feature < weights.Length; feature++)
            weights[feature] = Model.WeightsOf(feature)[label];
        return weights;
    }

    /// <summary>The bias of one label.</summary>
    /// <param name="label">The label, from 0 to L - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such label.</exception>
    public float GetBias(int label)
    {
        CheckLabel(label);
        return Model.Bias[label];
    }

    /// <summary>
    /// The features with the largest weights for one label, positive or negative, the largest first. Weights are comparable only if features
    /// have the same scale, as words of a text do.
    /// </summary>
    /// <param name="label">The label, from 0 to L - 1.</param>
    /// <param name="count">The most features to return, at least 1.</param>
    /// <returns>Features with a non-zero weight; those of equal weight in feature order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such label, or <paramref name="count"/> is not positive.</exception>
    public IReadOnlyList<FeatureWeight> GetStrongestFeatures(int label, int count = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        float[] weights = GetWeights(label);

        // The weakest found so far is first; of equal weights the later feature.
        var found = new PriorityQueue<int, (float Size, int Before)>();
        for (int feature = 0; feature < weights.Length; feature++)
        {
            if (weights[feature] == 0)
                continue;
            (float Size, int Before) strength = (Math.Abs(weights[feature]), -feature);
            if (found.Count < count)
                found.Enqueue(feature, strength);
            else if (found.TryPeek(out _, out (float Size, int Before) least) && strength.Size > least.Size)
                found.EnqueueDequeue(feature, strength);
        }

        var strongest = new FeatureWeight[found.Count];
        for (int place = strongest.Length - 1; place >= 0; place--)
        {
            int feature = found.Dequeue();
            strongest[place] = new FeatureWeight(feature, FeatureNames?[feature], weights[feature]);
        }

        return strongest;
    }

    /// <summary>The weights as a data view, to filter, join or save as a table.</summary>
    /// <returns>
    /// A row for each label: <c>Label</c> (text, its name), <c>Bias</c> (Single) and <c>Weights</c> (a vector of D Singles, with the feature
    /// names as slot names if there are any).
    /// </returns>
    public IDataView ToDataView() => new WeightsView(this);

    internal void Write(ModelWriter writer)
    {
        writer.Write(FeatureCount);
        writer.Write(LabelCount);
        writer.Write(LabelNames);
        writer.Write(FeatureNames);
        writer.Write<float>(Model.Bias);
        LinearModelFormat.Write(writer, Model);
        writer.Write(Training is not null);
        Training?.Write(writer);
    }

    internal static LinearMultiLabelModelParameters Read(ModelReader reader)
    {
        int features = reader.ReadInt32();
        int labels = reader.ReadInt32();
        if (features < 1 || labels < 1)
            throw reader.Damaged($"it claims {features} features and {labels} labels");
        string[] labelNames = reader.ReadStrings() ?? throw reader.Damaged($"its labels have no names");
        string[]? featureNames = reader.ReadStrings();
        if (labelNames.Length != labels || (featureNames is not null && featureNames.Length != features))
            throw reader.Damaged($"names do not match the number of labels or features");
        float[] bias = reader.ReadArray<float>(labels, "biases");
        LinearModel model = LinearModelFormat.Read(reader, features, labels, bias);
        TrainingSummary? training = reader.ReadBoolean() ? TrainingSummary.Read(reader, labels) : null;
        return new(model, labelNames, featureNames, training);
    }

    private void CheckLabel(int label)
    {
        if ((uint)label >= (uint)LabelCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(label), label, $"The model has labels 0 to {LabelCount - 1}.");
        }
    }
}
