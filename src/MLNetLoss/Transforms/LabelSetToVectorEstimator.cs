using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetLoss.Data;
using MLNetLoss.Interop;

namespace MLNetLoss.Transforms;

/// <summary>
/// Learns the label names of a column of label sets in one pass over the rows, and makes the transformer that turns each set into a vector
/// of zeros and ones. Created by <c>ml.Transforms.Conversion.MapLabelSetToVector</c>.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>Input</term><description>text with separated names, or a vector of text with one name per item</description></item>
/// <item><term>Output</term><description>vector of Single of known size, 1 where the row has the label, sparse; SlotNames are the label
/// names</description></item>
/// </list>
/// Names are trimmed and compared by ordinal value, case included; empty ones are ignored; a name repeated in a row counts once; missing or
/// empty text is a row without labels.
/// </remarks>
public sealed class LabelSetToVectorEstimator : IEstimator<LabelSetToVectorTransformer>
{
    /// <summary>The default separator of names in a text.</summary>
    internal const char DefaultSeparator = ';';

    /// <summary>The default number of rows in which a name must occur.</summary>
    internal const int DefaultMinimumOccurrences = 1;

    private readonly IHostEnvironment _environment;
    private readonly string _outputColumnName;
    private readonly string _inputColumnName;
    private readonly char _separator;
    private readonly int _minimumOccurrences;
    private readonly string[]? _labelNames;

    internal LabelSetToVectorEstimator(
        IHostEnvironment environment,
        string outputColumnName,
        string? inputColumnName,
        char separator,
        int minimumOccurrences,
        IEnumerable<string>? labelNames)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumOccurrences, 1);
        _environment = environment;
        _outputColumnName = outputColumnName;
        _inputColumnName = string.IsNullOrEmpty(inputColumnName) ? outputColumnName : inputColumnName;
        _separator = separator;
        _minimumOccurrences = minimumOccurrences;
        _labelNames = labelNames is null ? null : CheckNames([.. labelNames]);
        if (_labelNames is not null && minimumOccurrences > 1)
            throw new ArgumentException("Label names that are given are not counted; give either them or a minimum of occurrences.", nameof(minimumOccurrences));
    }

    /// <summary>Learns the label names; reads no rows if the names were given.</summary>
    /// <param name="input">The rows.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or does not hold text.</exception>
    /// <exception cref="ArgumentException">A given name contains the separator, and the column is text.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or no name occurs in enough of them.</exception>
    public LabelSetToVectorTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        LabelSetColumn column = LabelSetColumn.Bind(input.Schema, _inputColumnName, _separator);
        if (_labelNames is not null)
            column.CheckNames(_labelNames);
        return new LabelSetToVectorTransformer(
            _environment, _outputColumnName, _inputColumnName, _separator, _labelNames ?? Learn(input, column));
    }

    /// <summary>The shape of the output for a shape of the input.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <returns>The input's columns and the vector.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or does not hold text.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        LabelSetColumn.Check(inputSchema, _inputColumnName);
        var annotations = new SchemaShape([SchemaShapes.Column(
            VectorAnnotations.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance)]);
        return SchemaShapes.Append(inputSchema, SchemaShapes.Column(
            _outputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, annotations: annotations));
    }

    private string[] Learn(IDataView input, LabelSetColumn column)
    {
        var counter = new LabelNameCounter();
        using (DataViewRowCursor cursor = input.GetRowCursor([column.Column]))
        {
            Action readNames = column.CreateReader(cursor, counter.Add);
            while (cursor.MoveNext())
            {
                counter.BeginRow();
                readNames();
            }
        }

        string[] names = counter.ToNames(_minimumOccurrences);
        if (counter.RowCount == 0)
            throw new InvalidOperationException($"There are no rows to learn the labels of column '{_inputColumnName}' from.");
        if (names.Length == 0)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"Column '{_inputColumnName}' names no label in {_minimumOccurrences} of its {counter.RowCount} rows or more; " +
                $"expected at least one (it names {counter.NameCount} in fewer)."));
        }

        using IChannel channel = _environment.Start(nameof(LabelSetToVectorEstimator));
        channel.Info(MessageSensitivity.Schema, string.Create(CultureInfo.InvariantCulture,
            $"Column '{_inputColumnName}' names {names.Length} labels in {counter.RowCount} rows; " +
            $"{counter.NameCount - names.Length} names in fewer than {_minimumOccurrences} rows are left out."));
        return names;
    }

    private static string[] CheckNames(string[] labelNames)
    {
        if (labelNames.Length == 0)
            throw new ArgumentException("No label name is given; expected at least one, or null to learn them.", nameof(labelNames));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < labelNames.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(labelNames[i]) || labelNames[i].Trim() != labelNames[i])
                throw new ArgumentException($"Label name {i} is '{labelNames[i]}'; expected characters without blanks around them.", nameof(labelNames));
            if (!seen.Add(labelNames[i]))
                throw new ArgumentException($"Label name {i} is '{labelNames[i]}', which stands before; expected each name once.", nameof(labelNames));
        }

        return labelNames;
    }
}
