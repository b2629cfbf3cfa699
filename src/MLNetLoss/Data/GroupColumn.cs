using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>A column whose rows of equal value must stay together in a split.</summary>
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

    /// <summary>Makes a function that numbers the groups in the order in which they are met.</summary>
    /// <param name="row">The row that is read; the column is active in it.</param>
    /// <param name="column">The column.</param>
    public static Func<int> CreateReader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is TextDataViewType)
            return Reader<ReadOnlyMemory<char>, string>(row, column, text => text.ToString());
        MethodInfo method = typeof(GroupColumn).GetMethod(nameof(ReaderOf), BindingFlags.NonPublic | BindingFlags.Static)!;
        return (Func<int>)method.MakeGenericMethod(column.Type.RawType).Invoke(null, [row, column])!;
    }

    private static Func<int> ReaderOf<T>(DataViewRow row, DataViewSchema.Column column)
        where T : notnull => Reader<T, T>(row, column, value => value);

    private static Func<int> Reader<TValue, TKey>(DataViewRow row, DataViewSchema.Column column, Func<TValue, TKey> toKey)
        where TValue : notnull
        where TKey : notnull
    {
        ValueGetter<TValue> getter = row.GetGetter<TValue>(column);
        var groups = new Dictionary<TKey, int>();
        TValue value = default!;
        return () =>
        {
            getter(ref value);
            TKey key = toKey(value);
            if (!groups.TryGetValue(key, out int group))
                groups.Add(key, group = groups.Count);
            return group;
        };
    }
}
