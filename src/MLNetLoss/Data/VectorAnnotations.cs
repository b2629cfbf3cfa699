using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>Reads and writes the annotations of vector columns that name slots and key values.</summary>
internal static class VectorAnnotations
{
    /// <summary>The annotation with the slot names of a vector.</summary>
    public const string SlotNames = "SlotNames";

    /// <summary>The annotation with the values of a key.</summary>
    public const string KeyValues = "KeyValues";

    private static readonly MethodInfo s_readValues =
        typeof(VectorAnnotations).GetMethod(nameof(ReadValues), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The names of a vector's slots.</summary>
    /// <param name="column">A vector of known size.</param>
    /// <returns>The names, or null when the column has none.</returns>
    public static string[]? ReadSlotNames(DataViewSchema.Column column) =>
        column.HasSlotNames() ? ReadNames(column, SlotNames, SchemaChecks.Size(column)) : null;

    /// <summary>The names of a key's values: text unchanged, numbers in the invariant culture.</summary>
    /// <param name="column">A column of keys.</param>
    /// <param name="count">The number of values.</param>
    /// <returns>The names, or null when the column has none.</returns>
    public static string[]? ReadKeyNames(DataViewSchema.Column column, int count)
    {
        if (column.Annotations.Schema.GetColumnOrNull(KeyValues)?.Type is not VectorDataViewType type || type.Size != count)
            return null;
        return type.ItemType is TextDataViewType
            ? ReadNames(column, KeyValues, count)
            : (string[])s_readValues.MakeGenericMethod(type.ItemType.RawType).Invoke(null, [column])!;
    }

    /// <summary>Annotations that name the slots of a vector.</summary>
    /// <param name="names">The names.</param>
    public static DataViewSchema.Annotations ForNames(IReadOnlyList<string> names)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        AddNames(builder, names);
        return builder.ToAnnotations();
    }

    /// <summary>Adds the names of the slots of a vector.</summary>
    /// <param name="builder">The annotations so far.</param>
    /// <param name="names">The names.</param>
    public static void AddNames(DataViewSchema.Annotations.Builder builder, IReadOnlyList<string> names)
    {
        var values = new ReadOnlyMemory<char>[names.Count];
        for (int slot = 0; slot < values.Length; slot++)
            values[slot] = names[slot].AsMemory();
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            // A copy each time: the buffer belongs to the caller, who may write to it.
            VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref value, values.Length);
            values.CopyTo(editor.Values);
            value = editor.Commit();
        };
        builder.Add(SlotNames, new VectorDataViewType(TextDataViewType.Instance, values.Length), getter);
    }

    private static string[] ReadNames(DataViewSchema.Column column, string annotation, int count)
    {
        VBuffer<ReadOnlyMemory<char>> values = default;
        column.Annotations.GetValue(annotation, ref values);
        var names = new string[count];
        Array.Fill(names, string.Empty);
        foreach (KeyValuePair<int, ReadOnlyMemory<char>> name in values.Items())
            names[name.Key] = name.Value.ToString();
        return names;
    }

    private static string[] ReadValues<T>(DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(KeyValues, ref values);
        return [.. values.DenseValues().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty)];
    }
}
