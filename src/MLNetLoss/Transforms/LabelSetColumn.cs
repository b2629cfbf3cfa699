using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;
using MLNetLoss.Interop;

namespace MLNetLoss.Transforms;

/// <summary>Receives one label name of a row; the characters are valid during the call only.</summary>
/// <param name="name">The name, trimmed and not empty.</param>
internal delegate void LabelNameVisitor(ReadOnlySpan<char> name);

/// <summary>
/// A column of label sets by name: text with separated names, or a vector of text with one name per item. Names are trimmed, and empty
/// ones ignored.
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
    /// <param name="separator">The separator of the names in a text; ignored for a vector.</param>
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

    /// <summary>Checks that the caller's label names can occur in the column.</summary>
    /// <param name="names">The names.</param>
    /// <exception cref="ArgumentException">The column is text, and a name contains its separator.</exception>
    public void CheckNames(IEnumerable<string> names)
    {
        if (!_isVector && names.FirstOrDefault(name => name.Contains(_separator, StringComparison.Ordinal)) is { } name)
            throw new ArgumentException($"Label name '{name}' holds the separator '{_separator}' of text column '{Column.Name}'.", nameof(names));
    }

    /// <summary>Makes a function that calls a visitor with each name in the current row.</summary>
    /// <param name="row">The row; the column is active in it.</param>
    /// <param name="visit">The visitor; a repeated name is visited each time.</param>
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
