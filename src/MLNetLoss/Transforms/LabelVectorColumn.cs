using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;
using MLNetLoss.Interop;

namespace MLNetLoss.Transforms;

/// <summary>A column with a decision for each label: a vector of Boolean, or of Single 0 or 1, whose slot names are the label names.</summary>
/// <param name="column">The column.</param>
/// <param name="names">The label names, one per slot.</param>
internal sealed class LabelVectorColumn(DataViewSchema.Column column, string[] names)
{
    private const string Role = "label vector";
    private const string Expected = "a vector of Boolean or Single of known size with slot names, which are the label names";

    /// <summary>The column.</summary>
    public DataViewSchema.Column Column { get; } = column;

    /// <summary>The label names, one per slot.</summary>
    public string[] Names { get; } = names;

    /// <summary>Finds the column and checks its type and names.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">The column's name.</param>
    /// <param name="separator">The separator between the names, if any; no name may contain it.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, it is of another type, or its slot names do not fit.</exception>
    public static LabelVectorColumn Bind(DataViewSchema schema, string name, char? separator)
    {
        DataViewSchema.Column column = SchemaChecks.Find(schema, Role, name);
        if (column.Type is not VectorDataViewType { IsKnownSize: true, ItemType: BooleanDataViewType or NumberDataViewType } vector
            || (vector.ItemType is NumberDataViewType && vector.ItemType != NumberDataViewType.Single))
            throw SchemaChecks.Mismatch(Role, name, Expected, column.Type);
        string[] names = VectorAnnotations.ReadSlotNames(column)
            ?? throw SchemaChecks.Mismatch(Role, name, Expected, $"{column.Type} without slot names");
        for (int slot = 0; slot < names.Length; slot++)
        {
            if (names[slot].Length == 0)
                throw SchemaChecks.Mismatch(Role, name, "a name for every slot", $"none for slot {slot}");
            if (separator is { } character && names[slot].Contains(character, StringComparison.Ordinal))
                throw SchemaChecks.Mismatch(Role, name, $"slot names without the separator '{character}'", $"'{names[slot]}' for slot {slot}");
        }

        return new LabelVectorColumn(column, names);
    }

    /// <summary>Checks that a shape has such a column, including slot names, so that a lack of names is reported before training.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="name">The column's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, it is of another type, or has no slot names.</exception>
    public static void Check(SchemaShape shape, string name)
    {
        SchemaShape.Column column = SchemaChecks.Find(shape, Role, name);
        bool fits = column.Kind == SchemaShape.Column.VectorKind.Vector && !column.IsKey
            && (column.ItemType is BooleanDataViewType || column.ItemType == NumberDataViewType.Single);
        if (!fits)
            throw SchemaChecks.Mismatch(Role, name, Expected, SchemaShapes.Describe(column));
        if (SchemaShapes.Find(column.Annotations, VectorAnnotations.SlotNames) is null)
            throw SchemaChecks.Mismatch(Role, name, Expected, $"{SchemaShapes.Describe(column)} without slot names");
    }

    /// <summary>Makes a function that lists the labels of the current row, in slot order.</summary>
    /// <param name="row">The row; the column is active in it.</param>
    /// <param name="labels">The list; cleared first.</param>
    public Action CreateReader(DataViewRow row, List<int> labels)
    {
        if (((VectorDataViewType)Column.Type).ItemType is BooleanDataViewType)
            return CreateReader(row, SizedVectors.CreateGetter<bool>(row, Column, Role), static flag => flag ? 1 : 0, labels);
        return CreateReader(row, SizedVectors.CreateGetter<float>(row, Column, Role), static value => value, labels);
    }

    private Action CreateReader<T>(DataViewRow row, ValueGetter<VBuffer<T>> getter, Func<T, float> toNumber, List<int> labels)
    {
        VBuffer<T> vector = default;
        return () =>
        {
            getter(ref vector);
            labels.Clear();
            ReadOnlySpan<T> values = vector.GetValues();
            for (int i = 0; i < values.Length; i++)
            {
                float value = toNumber(values[i]);
                int slot = vector.IsDense ? i : vector.GetIndices()[i];
                if (value is not (0 or 1))
                    throw NeitherZeroNorOne(row, slot, value);
                if (value == 1)
                    labels.Add(slot);
            }
        };
    }

    private InvalidDataException NeitherZeroNorOne(DataViewRow row, int slot, float value) => new(FormattableString.Invariant(
        $"Label vector column '{Column.Name}' holds {value} for label {slot} ('{Names[slot]}') in row {row.Position}; expected 0 or 1."));
}
