using Microsoft.ML;
using MLNetLoss.Interop;

namespace MLNetLoss.Transforms;

/// <summary>
/// Makes the transformer that turns a vector of label decisions into the set of label names. It learns nothing: the names are the vector's
/// slot names. Created by <c>ml.Transforms.Conversion.MapVectorToLabelSet</c>.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>Input</term><description>vector of Boolean, or of Single 0 or 1, of known size with SlotNames</description></item>
/// <item><term>Output</term><description>vector of text of variable size, in slot order; or a single text, if a separator is
/// given</description></item>
/// </list>
/// </remarks>
public sealed class VectorToLabelSetEstimator : IEstimator<VectorToLabelSetTransformer>
{
    private readonly VectorToLabelSetTransformer _transformer;

    internal VectorToLabelSetEstimator(string outputColumnName, string? inputColumnName, char? separator)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        _transformer = new(outputColumnName, string.IsNullOrEmpty(inputColumnName) ? outputColumnName : inputColumnName, separator);
    }

    /// <summary>Checks the column; reads no rows.</summary>
    /// <param name="input">The rows.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, of another type, or without slot names.</exception>
    public VectorToLabelSetTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _ = _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The shape of the output for a shape of the input.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <returns>The input's columns and the label set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, of another type, or without slot names.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        LabelVectorColumn.Check(inputSchema, _transformer.InputColumnName);
        return SchemaShapes.Append(inputSchema, SchemaShapes.Column(_transformer.OutputColumnName, _transformer.OutputType));
    }
}
