using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;
using MLNetLoss.Interop;

namespace MLNetLoss.Transforms;

/// <summary>Takes one label name of a row; the characters are only borrowed.</summary>
/// <param name="name">The name, trimmed and not empty.</param>
internal delegate void LabelNameVisitor(ReadOnlySpan<char> name);

/// <summary>
/// A column of label sets in words: a text with names between separators, or a vector of text with one name an item. Names are
/// trimmed, and empty ones are none.
/// </summary>
internal sealed class LabelSetColumn
{
    private const string Role = "label set";
    private const string Expected = "text or a vector of text";
    private readonly bool _isVector;
    private readonly char _separator;

    private LabelSetColumn(DataViewSchema.Column column, bool isVector, char separator)
    {
        Column = column;
        _isVector = isVector;
        _separator = separator;
    }

    /// <summary>The column.</summary>
    public DataViewSchema.Column Column { get; }

    /// <summary>Finds the column and checks its type.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">The column's name.</param>
    /// <param name="separator">What stands between the names of a text; without meaning for a vector.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of another type.</exception>
    public static LabelSetColumn Bind(DataViewSchema schema, string name, char separator)
    {
        DataViewSchema.Column column = SchemaChecks.Find(schema, Role, name);
        return column.Type switch
        {
            TextDataViewType => new(column, isVector: false, separator),
            VectorDataViewType { ItemType: TextDataViewType } => new(column, isVector: true, separator),
            _ => throw SchemaChecks.Mismatch(Role, name, Expected, column.Type),
        };
    }

    /// <summary>Checks that a shape has such a column.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="name">The column's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of another type.</exception>
    public static void Check(SchemaShape shape, string name)
    {
        SchemaShape.Column column = SchemaChecks.Find(shape, Role, name);
        if (column.IsKey || column.ItemType is not TextDataViewType)
            throw SchemaChecks.Mismatch(Role, name, Expected, SchemaShapes.Describe(column));
    }

    /// <summary>Checks that label names given by the caller can stand in the column.</summary>
    /// <param name="names">The names.</param>
    /// <exception cref="ArgumentException">The column is a text, and a name holds its separator.</exception>
    public void CheckNames(IEnumerable<string> names)
    {
        if (!_isVector && names.FirstOrDefault(name => name.Contains(_separator, StringComparison.Ordinal)) is { } name)
            throw new ArgumentException($"Label name '{name}' holds the separator '{_separator}' of text column '{Column.Name}'.", nameof(names));
    }

    /// <summary>Makes a function that takes a visitor past the names of the row on which <paramref name="row"/> stands.</summary>
    /// <param name="row">The row; the column is active in it.</param>
    /// <param name="visit">The visitor; a name that stands twice is visited twice.</param>
    public Action CreateReader(DataViewRow row, LabelNameVisitor visit)
    {
        if (_isVector)
        {
            ValueGetter<VBuffer<ReadOnlyMemory<char>>> getItems = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(Column);
            VBuffer<ReadOnlyMemory<char>> items = default;
            return () =>
            {
                getItems(ref items);
                foreach (ReadOnlyMemory<char> item in items.GetValues())
                    VisitName(item.Span, visit);
            };
        }

        ValueGetter<ReadOnlyMemory<char>> getText = row.GetGetter<ReadOnlyMemory<char>>(Column);
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            getText(ref text);
            ReadOnlySpan<char> names = text.Span;
            foreach (Range name in names.Split(_separator))
                VisitName(names[name], visit);
        };
    }

    private static void VisitName(ReadOnlySpan<char> name, LabelNameVisitor visit)
    {
        name = name.Trim();
        if (!name.IsEmpty)
            visit(name);
    }
}
