using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;
using MLNetLoss.Interop;
using MLNetLoss.Losses;

namespace MLNetLoss.Transforms;

/// <summary>
/// Appends the binary cross-entropy of each row to the data. It learns nothing, so fitting only checks the schema. Created by
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

    /// <summary>Checks the schema of the data; reads no rows.</summary>
    /// <param name="input">The data.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type, or the two differ in size.</exception>
    /// <exception cref="ArgumentException">The number of weights is neither one nor the number of labels.</exception>
    public MultiLabelLossTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The shape of the output for a shape of the input.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
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
