using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>A column whose equal values keep rows together in a split.</summary>
internal static class GroupColumn
{
    private const string Role = "sampling key";

    /// <summary>Finds the column and checks its type.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">The column's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it holds vectors.</exception>
    public static DataViewSchema.Column Bind(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = SchemaChecks.Find(schema, Role, name);
        return column.Type is PrimitiveDataViewType
            ? column
            : throw SchemaChecks.Mismatch(Role, name, "text, a key or a number", column.Type);
    }

    /// <summary>Makes a function that numbers the groups in order of first appearance.</summary>
    /// <param name="row">The row to read; the column is active in it.</param>
    /// <param name="column">The column.</param>
    public static Func<int> CreateReader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is TextDataViewType)
            return TextReader(row.GetGetter<ReadOnlyMemory<char>>(column));
        MethodInfo method = typeof(GroupColumn).GetMethod(nameof(ReaderOf), BindingFlags.NonPublic | BindingFlags.Static)!;
        return (Func<int>)method.MakeGenericMethod(column.Type.RawType).Invoke(null, [row, column])!;
    }

    // Text is looked up without copying; only the first of each group is kept.
    private static Func<int> TextReader(ValueGetter<ReadOnlyMemory<char>> getter)
    {
        var groups = new Dictionary<string, int>(StringComparer.Ordinal);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = groups.GetAlternateLookup<ReadOnlySpan<char>>();
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            getter(ref text);
            if (!lookup.TryGetValue(text.Span, out int group))
                groups.Add(text.ToString(), group = groups.Count);
            return group;
        };
    }

    private static Func<int> ReaderOf<T>(DataViewRow row, DataViewSchema.Column column)
        where T : notnull
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        var groups = new Dictionary<T, int>();
        T value = default!;
        return () =>
        {
            getter(ref value);
            if (!groups.TryGetValue(value, out int group))
                groups.Add(value, group = groups.Count);
            return group;
        };
    }
}
