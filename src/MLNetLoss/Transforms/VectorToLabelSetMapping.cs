using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;

namespace MLNetLoss.Transforms;

/// <summary><see cref="VectorToLabelSetTransformer"/> bound to a schema.</summary>
/// <param name="transformer">The transformer.</param>
/// <param name="inputSchema">The schema of the rows.</param>
/// <param name="input">The column of vectors.</param>
/// <param name="separator">The separator of the names in a single text; null for a vector of text.</param>
internal sealed class VectorToLabelSetMapping(
    VectorToLabelSetTransformer transformer, DataViewSchema inputSchema, LabelVectorColumn input, char? separator)
    : RowMapping(inputSchema, new OutputColumn(transformer.OutputColumnName, transformer.OutputType, null, [input.Column]))
{
    /// <inheritdoc/>
    public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> isActive) =>
        [isActive[0] ? CreateGetter(input) : null];

    private Delegate CreateGetter(DataViewRow row)
    {
        var labels = new List<int>();
        Action readLabels = input.CreateReader(row, labels);
        if (separator is { } character)
        {
            return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> text) =>
            {
                readLabels();
                text = string.Join(character, labels.Select(label => input.Names[label])).AsMemory();
            });
        }

        return (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> names) =>
        {
            readLabels();
            VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref names, labels.Count);
            for (int i = 0; i < labels.Count; i++)
                editor.Values[i] = input.Names[labels[i]].AsMemory();
            names = editor.Commit();
        });
    }
}
