using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Interop;

namespace MLNetLoss.Data;

/// <summary>
/// The label column in any of its forms: a vector of Single (0 to 1; fractions are soft targets, NaN is a missing target), a vector of
/// Boolean, or a vector of keys (the row's label set). Each is read as a vector of Single with one slot per label.
/// </summary>
internal sealed class LabelColumn
{
    /// <summary>The column's role, for messages.</summary>
    public const string Role = "label";

    private const string Expected = "a vector of Single or Boolean of known size, or a vector of keys";

    private LabelColumn(DataViewSchema.Column column, int count, string[]? names)
    {
        Column = column;
        Count = count;
        HasNames = names is not null;
        Names = names ?? [.. Enumerable.Range(0, count).Select(label => label.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>The column.</summary>
    public DataViewSchema.Column Column { get; }

    /// <summary>L, the number of labels, at least 1.</summary>
    public int Count { get; }

    /// <summary>L names: the slot names or key values; label numbers from 0 where the column has none.</summary>
    public string[] Names { get; }

    /// <summary>Whether the column names its labels.</summary>
    public bool HasNames { get; }

    /// <summary>Finds the label column and checks its type.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">The column's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of another type.</exception>
    public static LabelColumn Bind(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = SchemaChecks.Find(schema, Role, name);
        if (column.Type is VectorDataViewType vector)
        {
            if (vector.ItemType is KeyDataViewType { Count: > 0 and <= int.MaxValue } key)
                return new LabelColumn(column, (int)key.Count, VectorAnnotations.ReadKeyNames(column, (int)key.Count));
            if (vector.IsKnownSize && (vector.ItemType.Equals(NumberDataViewType.Single) || vector.ItemType is BooleanDataViewType))
                return new LabelColumn(column, vector.Size, VectorAnnotations.ReadSlotNames(column));
        }

        throw SchemaChecks.Mismatch(Role, name, Expected, column.Type);
    }

    /// <summary>Checks that a shape has a label column.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="name">The column's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of another type.</exception>
    public static void Check(SchemaShape shape, string name)
    {
        SchemaShape.Column column = SchemaChecks.Find(shape, Role, name);
        bool fits = column.Kind switch
        {
            SchemaShape.Column.VectorKind.Vector =>
                column.IsKey || column.ItemType.Equals(NumberDataViewType.Single) || column.ItemType is BooleanDataViewType,
            SchemaShape.Column.VectorKind.VariableVector => column.IsKey,
            _ => false,
        };
        if (!fits)
            throw SchemaChecks.Mismatch(Role, name, Expected, SchemaShapes.Describe(column));
    }

    /// <summary>Makes a getter of the row's targets: L values in [0, 1], NaN where missing; sparse if the column is.</summary>
    /// <param name="row">The row to read; the column is active in it.</param>
    public ValueGetter<VBuffer<float>> CreateGetter(DataViewRow row)
    {
        var vector = (VectorDataViewType)Column.Type;
        if (vector.ItemType is BooleanDataViewType)
            return FromBooleans(SizedVectors.CreateGetter<bool>(row, Column, Role));
        if (vector.ItemType is not KeyDataViewType)
            return Checked(row, SizedVectors.CreateGetter<float>(row, Column, Role));
        if (vector.ItemType.RawType == typeof(byte))
            return FromKeys(row.GetGetter<VBuffer<byte>>(Column), key => key);
        if (vector.ItemType.RawType == typeof(ushort))
            return FromKeys(row.GetGetter<VBuffer<ushort>>(Column), key => key);
        return vector.ItemType.RawType == typeof(uint)
            ? FromKeys(row.GetGetter<VBuffer<uint>>(Column), key => key)
            : FromKeys(row.GetGetter<VBuffer<ulong>>(Column), key => key);
    }

    private ValueGetter<VBuffer<float>> Checked(DataViewRow row, ValueGetter<VBuffer<float>> getter) => (ref VBuffer<float> targets) =>
    {
        getter(ref targets);
        ReadOnlySpan<float> values = targets.GetValues();
        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] is >= 0 and <= 1 || float.IsNaN(values[i])))
            {
                int label = targets.IsDense ? i : targets.GetIndices()[i];
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Label column '{Column.Name}' holds {values[i]} for label {label} ('{Names[label]}') in row {row.Position}; " +
                    $"expected a target in [0, 1], or NaN where it is missing."));
            }
        }
    };

    private static ValueGetter<VBuffer<float>> FromBooleans(ValueGetter<VBuffer<bool>> getter)
    {
        VBuffer<bool> flags = default;
        return (ref VBuffer<float> targets) =>
        {
            getter(ref flags);
            ReadOnlySpan<bool> values = flags.GetValues();
            VBufferEditor<float> editor = VBufferEditor.Create(ref targets, flags.Length, values.Length);
            for (int i = 0; i < values.Length; i++)
                editor.Values[i] = values[i] ? 1 : 0;
            if (!flags.IsDense)
                flags.GetIndices().CopyTo(editor.Indices);
            targets = editor.Commit();
        };
    }

    private ValueGetter<VBuffer<float>> FromKeys<TKey>(ValueGetter<VBuffer<TKey>> getter, Func<TKey, ulong> raw)
    {
        VBuffer<TKey> keys = default;
        var labels = new List<int>();
        return (ref VBuffer<float> targets) =>
        {
            getter(ref keys);
            labels.Clear();
            foreach (TKey key in keys.GetValues())
            {
                // Keys count from 1; 0 is a missing key.
                ulong value = raw(key);
                if (value > 0 && value <= (ulong)Count)
                    labels.Add((int)value - 1);
            }

            LabelIndices.ToVector(CollectionsMarshal.AsSpan(labels), Count, ref targets);
        };
    }
}
