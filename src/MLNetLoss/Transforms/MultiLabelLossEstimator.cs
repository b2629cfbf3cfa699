using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;
using MLNetLoss.Interop;
using MLNetLoss.Losses;

namespace MLNetLoss.Transforms;

/// <summary>
/// Appends the binary cross-entropy of each row to the data; it learns nothing, so fitting only checks the schema. Made by
/// <c>ml.Transforms.BinaryCrossEntropy</c> and <c>ml.Transforms.BinaryCrossEntropyWithLogits</c>.
/// </summary>
public sealed class MultiLabelLossEstimator : IEstimator<MultiLabelLossTransformer>
{
    private readonly MultiLabelLossTransformer _transformer;

    internal MultiLabelLossEstimator(MultiLabelLossColumns columns, MultiLabelLossFormula formula)
    {
        ArgumentException.ThrowIfNullOrEmpty(columns.Output, "outputColumnName");
        ArgumentException.ThrowIfNullOrEmpty(columns.Input, formula.InputRole + "ColumnName");
        ArgumentException.ThrowIfNullOrEmpty(columns.Label, "labelColumnName");
        _transformer = new MultiLabelLossTransformer(columns, formula);
    }

    /// <summary>Checks the schema of the data; no row is read.</summary>
    /// <param name="input">The data.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, of the wrong type, or of another size than the other.</exception>
    /// <exception cref="ArgumentException">There are neither one weight nor one for each label.</exception>
    public MultiLabelLossTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>What the output will look like.</summary>
    /// <param name="inputSchema">What the input will look like.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        LabelColumn.Check(inputSchema, _transformer.LabelColumnName);
        SchemaChecks.FindVector(
            inputSchema, _transformer.Formula.InputRole, _transformer.InputColumnName, NumberDataViewType.Single);
        return SchemaShapes.Append(inputSchema, _transformer.Reduction == Reduction.None
            ? SchemaShapes.Column(
                _transformer.OutputColumnName,
                new VectorDataViewType(NumberDataViewType.Single, 1),
                VectorAnnotations.ForNames([string.Empty]))
            : SchemaShapes.Column(_transformer.OutputColumnName, NumberDataViewType.Single));
    }
}
