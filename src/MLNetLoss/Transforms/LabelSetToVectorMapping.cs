using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;

namespace MLNetLoss.Transforms;

/// <summary><see cref="LabelSetToVectorTransformer"/> bound to a schema.</summary>
internal sealed class LabelSetToVectorMapping : RowMapping
{
    private readonly LabelSetToVectorTransformer _transformer;
    private readonly LabelSetColumn _input;
    private readonly Dictionary<string, int> _labels;

    /// <summary>Binds the transformer.</summary>
    /// <param name="transformer">The transformer, which counts unknown names.</param>
    /// <param name="inputSchema">The schema of the rows.</param>
    /// <param name="input">The column of label sets.</param>
    /// <param name="labelNames">The label names, in the order of the slots.</param>
    /// <param name="labels">The slot of each name; never modified.</param>
    public LabelSetToVectorMapping(
        LabelSetToVectorTransformer transformer, DataViewSchema inputSchema, LabelSetColumn input, string[] labelNames,
        Dictionary<string, int> labels)
        : base(inputSchema, new OutputColumn(
            transformer.OutputColumnName,
            new VectorDataViewType(NumberDataViewType.Single, labelNames.Length),
            VectorAnnotations.ForNames(labelNames),
            [input.Column]))
    {
        _transformer = transformer;
        _input = input;
        _labels = labels;
    }

    /// <inheritdoc/>
    public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> isActive) =>
        [isActive[0] ? CreateGetter(input) : null];

    private ValueGetter<VBuffer<float>> CreateGetter(DataViewRow row)
    {
        var labels = new List<int>();
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = _labels.GetAlternateLookup<ReadOnlySpan<char>>();
        Action readNames = _input.CreateReader(row, name =>
        {
            if (lookup.TryGetValue(name, out int label))
                labels.Add(label);
            else
                _transformer.CountUnknown(name);
        });
        return (ref VBuffer<float> vector) =>
        {
            labels.Clear();
            readNames();
            LabelIndices.ToVector(CollectionsMarshal.AsSpan(labels), _labels.Count, ref vector);
        };
    }
}
