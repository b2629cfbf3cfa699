using MLNetLoss.Interop;
using MLNetLoss.Losses;
using MLNetLoss.Transforms;

namespace Microsoft.ML;

/// <summary>Losses as pipeline components.</summary>
public static class LossTransformsExtensions
{
    /// <summary>
    /// Appends the binary cross-entropy of each row, from probabilities: <c>-(y ln p + (1 - y) ln(1 - p))</c>, logarithms not below
    /// -100, as PyTorch's <c>binary_cross_entropy</c>.
    /// </summary>
    /// <param name="catalog">The catalog, <c>ml.Transforms</c>.</param>
    /// <param name="outputColumnName">The name of the appended column: Single for the mean or the sum over the row's labels, a vector of Single
    /// with one slot per label for <see cref="Reduction.None"/>.</param>
    /// <param name="probabilityColumnName">A vector of L Single in [0, 1].</param>
    /// <param name="labelColumnName">L targets: a vector of Single in [0, 1] (NaN where missing) or of Boolean, or a vector of
    /// keys.</param>
    /// <param name="weight">Weights of the labels, 1 or L of them; null for none.</param>
    /// <param name="reduction">How a row's element losses are reduced.</param>
    /// <exception cref="ArgumentException">A weight is negative, NaN or infinite; the name of a column is empty.</exception>
    public static MultiLabelLossEstimator BinaryCrossEntropy(
        this TransformsCatalog catalog,
        string outputColumnName = "Loss",
        string probabilityColumnName = "Probability",
        string labelColumnName = "Label",
        float[]? weight = null,
        Reduction reduction = Reduction.Mean)
    {
        CatalogEnvironment.Of(catalog);
        return new MultiLabelLossEstimator(
            new MultiLabelLossColumns(outputColumnName, probabilityColumnName, labelColumnName),
            new MultiLabelLossFormula(LossInput.Probabilities, reduction, weight, posWeight: null));
    }

    /// <summary>
    /// Appends the binary cross-entropy of each row, from logits, stable for scores of any size, as PyTorch's
    /// <c>binary_cross_entropy_with_logits</c>.
    /// </summary>
    /// <param name="catalog">The catalog, <c>ml.Transforms</c>.</param>
    /// <param name="outputColumnName">The name of the appended column: Single for the mean or the sum over the row's labels, a vector of Single
    /// with one slot per label for <see cref="Reduction.None"/>.</param>
    /// <param name="scoreColumnName">A vector of L Single, the logits.</param>
    /// <param name="labelColumnName">L targets: a vector of Single in [0, 1] (NaN where missing) or of Boolean, or a vector of
    /// keys.</param>
    /// <param name="weight">Weights of the labels, 1 or L of them; null for none.</param>
    /// <param name="reduction">How a row's element losses are reduced.</param>
    /// <param name="posWeight">Weights of the positive targets, 1 or L of them; null for none.</param>
    /// <exception cref="ArgumentException">A weight is negative, NaN or infinite; the name of a column is empty.</exception>
    public static MultiLabelLossEstimator BinaryCrossEntropyWithLogits(
        this TransformsCatalog catalog,
        string outputColumnName = "Loss",
        string scoreColumnName = "Score",
        string labelColumnName = "Label",
        float[]? weight = null,
        Reduction reduction = Reduction.Mean,
        float[]? posWeight = null)
    {
        CatalogEnvironment.Of(catalog);
        return new MultiLabelLossEstimator(
            new MultiLabelLossColumns(outputColumnName, scoreColumnName, labelColumnName),
            new MultiLabelLossFormula(LossInput.Logits, reduction, weight, posWeight));
    }
}
