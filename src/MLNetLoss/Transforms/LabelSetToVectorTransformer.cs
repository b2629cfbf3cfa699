using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetLoss.Data;
using MLNetLoss.Interop;

[assembly: ModelComponent(typeof(MLNetLoss.Transforms.LabelSetToVectorTransformer), "LabelSetToVector")]

namespace MLNetLoss.Transforms;

/// <summary>
/// Turns a set of label names into a vector of zeros and ones, one slot per label. Unknown names are ignored, counted and reported in the
/// log, so that a new tag in production never stops a service.
/// </summary>
public sealed class LabelSetToVectorTransformer : RowToRowTransformer
{
    private const int Version = 1;
    private readonly IHostEnvironment _environment;
    private readonly char _separator;
    private readonly string[] _labelNames;

    // Made once and shared by all schemas and threads: a service may bind again and again.
    private readonly Dictionary<string, int> _labels;
    private long _unknownLabelCount;

    internal LabelSetToVectorTransformer(
        IHostEnvironment environment, string outputColumnName, string inputColumnName, char separator, string[] labelNames)
    {
        _environment = environment;
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName;
        _separator = separator;
        _labelNames = labelNames;
        LabelNames = labelNames.AsReadOnly();
        _labels = new(labelNames.Length, StringComparer.Ordinal);
        for (int label = 0; label < labelNames.Length; label++)
            _labels.Add(labelNames[label], label);
    }

    /// <summary>The name of the appended column of vectors.</summary>
    public string OutputColumnName { get; }

    /// <summary>The name of the input column of label sets.</summary>
    public string InputColumnName { get; }

    /// <summary>The label names, in the order of the slots.</summary>
    public IReadOnlyList<string> LabelNames { get; }

    /// <summary>
    /// The number of unknown label names ignored since this object was created, over all threads; a row that is read twice counts twice.
    /// Names left out as too rare count too.
    /// </summary>
    public long UnknownLabelCount => Interlocked.Read(ref _unknownLabelCount);

    internal static LabelSetToVectorTransformer Create(IHostEnvironment env, object context) =>
        ModelLoading.Load(context, Version, reader =>
        {
            string output = reader.ReadRequiredString();
            string input = reader.ReadRequiredString();
            int separator = reader.ReadInt32();
            if (separator is < char.MinValue or > char.MaxValue)
                throw reader.Damaged($"its separator is character {separator}");
            string[]? names = reader.ReadStrings();
            return names is { Length: > 0 } && names.Distinct(StringComparer.Ordinal).Count() == names.Length
                ? new LabelSetToVectorTransformer(env, output, input, (char)separator, names)
                : throw reader.Damaged($"it has no label names, or the same twice");
        });

    /// <summary>Counts an unknown name, and reports some of the counts in the log.</summary>
    /// <param name="name">The name.</param>
    internal void CountUnknown(ReadOnlySpan<char> name)
    {
        long count = Interlocked.Increment(ref _unknownLabelCount);
        if (!IsPowerOfTen(count))
            return;
        using IChannel channel = _environment.Start(nameof(LabelSetToVectorTransformer));
        channel.Warning(MessageSensitivity.UserData, string.Create(CultureInfo.InvariantCulture,
            $"Column '{InputColumnName}': labels unknown to the model and ignored so far: {count}, the latest '{name}'."));
    }

    private protected override RowMapping Bind(DataViewSchema inputSchema) => new LabelSetToVectorMapping(
        this, inputSchema, LabelSetColumn.Bind(inputSchema, InputColumnName, _separator), _labelNames, _labels);

    private protected override void Save(ModelSaveContext context) => ModelSaving.Save(context, this, Version, writer =>
    {
        writer.Write(OutputColumnName);
        writer.Write(InputColumnName);
        writer.Write((int)_separator);
        writer.Write(_labelNames);
    });

    /// <summary>1, 10, 100, ...: the first unknown name is reported at once, and the log is never flooded.</summary>
    private static bool IsPowerOfTen(long count)
    {
        while (count % 10 == 0)
            count /= 10;
        return count == 1;
    }
}
