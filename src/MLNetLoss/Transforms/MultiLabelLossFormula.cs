using System.Globalization;
using MLNetLoss.Interop;
using MLNetLoss.Losses;
using MLNetLoss.Numerics;

namespace MLNetLoss.Transforms;

/// <summary>The binary cross-entropy that a loss transform computes, as plain values for a model file.</summary>
internal sealed class MultiLabelLossFormula
{
    private readonly float[] _weight;
    private readonly float[] _posWeight;

    /// <summary>Checks and keeps the values.</summary>
    /// <param name="input">The form: of logits or of probabilities.</param>
    /// <param name="reduction">How a row's element losses are reduced.</param>
    /// <param name="weight">Weights of the labels, one or L; null for none.</param>
    /// <param name="posWeight">Weights of the positive targets, one or L; null for none.</param>
    /// <exception cref="ArgumentException">A weight is negative, NaN or infinite, or the reduction is undefined.</exception>
    public MultiLabelLossFormula(LossInput input, Reduction reduction, float[]? weight, float[]? posWeight)
    {
        if (!Enum.IsDefined(reduction))
            throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "Expected None, Mean or Sum.");
        Input = input;
        Reduction = reduction;
        _weight = Copy(weight, nameof(weight));
        _posWeight = Copy(posWeight, nameof(posWeight));
    }

    /// <summary>The form: of logits or of probabilities.</summary>
    public LossInput Input { get; }

    /// <summary>How a row's element losses are reduced.</summary>
    public Reduction Reduction { get; }

    /// <summary>The input column's role, for messages.</summary>
    public string InputRole => Input == LossInput.Logits ? "score" : "probability";

    private static LossOptions IgnoreMissing => new() { MissingTargets = MissingTargets.Ignore };

    /// <summary>Checks that the weights fit a number of labels.</summary>
    /// <param name="labelCount">L, the number of labels.</param>
    /// <exception cref="ArgumentException">The number of weights is not 0, 1 or L.</exception>
    public void CheckWeights(int labelCount)
    {
        CheckLength(_weight, "weight", labelCount);
        CheckLength(_posWeight, "posWeight", labelCount);
    }

    /// <summary>The mean or the sum of one row's element losses, missing targets left out.</summary>
    /// <param name="input">L scores or probabilities.</param>
    /// <param name="target">L targets.</param>
    public double Reduce(ReadOnlySpan<float> input, ReadOnlySpan<float> target) => Input == LossInput.Logits
        ? Functional.BinaryCrossEntropyWithLogits(input, target, _weight, Reduction, _posWeight, IgnoreMissing)
        : Functional.BinaryCrossEntropy(input, target, _weight, Reduction, _posWeight, IgnoreMissing);

    /// <summary>The element losses of one row; zero where the target is missing.</summary>
    /// <param name="input">L scores or probabilities.</param>
    /// <param name="target">L targets.</param>
    /// <param name="destination">Receives L losses.</param>
    public void Each(ReadOnlySpan<float> input, ReadOnlySpan<float> target, Span<float> destination)
    {
        if (Input == LossInput.Logits)
            Functional.BinaryCrossEntropyWithLogits(input, target, _weight, _posWeight, destination, IgnoreMissing);
        else
            Functional.BinaryCrossEntropy(input, target, _weight, _posWeight, destination, IgnoreMissing);
    }

    /// <summary>Writes the values into a model file.</summary>
    /// <param name="writer">The destination.</param>
    public void Write(ModelWriter writer)
    {
        writer.Write((int)Input);
        writer.Write((int)Reduction);
        writer.Write<float>(_weight);
        writer.Write<float>(_posWeight);
    }

    /// <summary>Reads the values from a model file.</summary>
    /// <param name="reader">The source.</param>
    public static MultiLabelLossFormula Read(ModelReader reader)
    {
        var input = (LossInput)reader.ReadInt32();
        var reduction = (Reduction)reader.ReadInt32();
        if (!Enum.IsDefined(input) || !Enum.IsDefined(reduction))
            throw reader.Damaged($"it has the loss input {EnumText.Of(input)} and the reduction {EnumText.Of(reduction)}");
        float[] weight = reader.ReadArray<float>();
        float[] posWeight = reader.ReadArray<float>();
        try
        {
            return new(input, reduction, weight, posWeight);
        }
        catch (ArgumentException e)
        {
            throw reader.Damaged($"one of its weights makes no sense: {e.Message.TrimEnd('.')}");
        }
    }

    private static float[] Copy(float[]? weights, string name)
    {
        for (int i = 0; i < (weights?.Length ?? 0); i++)
        {
            if (!(weights![i] >= 0 && float.IsFinite(weights[i])))
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture, $"Element {i} is {weights[i]}; expected a finite number of at least 0."), name);
            }
        }

        return weights is null ? [] : [.. weights];
    }

    private static void CheckLength(float[] weights, string name, int labelCount)
    {
        if (weights.Length != 0 && weights.Length != 1 && weights.Length != labelCount)
        {
            throw new ArgumentException(
                $"There are {weights.Length} weights; expected 1, or {labelCount}, one for each label.", name);
        }
    }
}
