using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetLoss.Data;
using MLNetLoss.Interop;

[assembly: ModelComponent(typeof(MLNetLoss.Transforms.VectorToLabelSetTransformer), "VectorToLabelSet")]

namespace MLNetLoss.Transforms;

/// <summary>Turns a vector of label decisions into the set of label names, which are the vector's slot names.</summary>
public sealed class VectorToLabelSetTransformer : RowToRowTransformer
{
    private const int Version = 1;
    private const int NoSeparator = -1;
    private readonly char? _separator;

    internal VectorToLabelSetTransformer(string outputColumnName, string inputColumnName, char? separator)
    {
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName;
        _separator = separator;
    }

    /// <summary>The name of the appended column of label sets.</summary>
    public string OutputColumnName { get; }

    /// <summary>The name of the input column of vectors.</summary>
    public string InputColumnName { get; }

    /// <summary>The type of the label sets: a vector of text, or a single text with the names joined.</summary>
    internal DataViewType OutputType =>
        _separator is null ? new VectorDataViewType(TextDataViewType.Instance) : TextDataViewType.Instance;

    internal static VectorToLabelSetTransformer Create(IHostEnvironment env, object context) =>
        ModelLoading.Load(context, Version, reader =>
        {
            string output = reader.ReadRequiredString();
            string input = reader.ReadRequiredString();
            int separator = reader.ReadInt32();
            return separator is >= NoSeparator and <= char.MaxValue
                ? new VectorToLabelSetTransformer(output, input, separator == NoSeparator ? null : (char)separator)
                : throw reader.Damaged($"its separator is character {separator}");
        });

    private protected override RowMapping Bind(DataViewSchema inputSchema) => new VectorToLabelSetMapping(
        this, inputSchema, LabelVectorColumn.Bind(inputSchema, InputColumnName, _separator), _separator);

    private protected override void Save(ModelSaveContext context) => ModelSaving.Save(context, this, Version, writer =>
    {
        writer.Write(OutputColumnName);
        writer.Write(InputColumnName);
        writer.Write(_separator ?? NoSeparator);
    });
}
