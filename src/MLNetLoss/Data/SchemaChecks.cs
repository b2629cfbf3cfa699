using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Interop;

namespace MLNetLoss.Data;

/// <summary>
/// Finds the columns a component works on, by name and role, in a schema or a schema shape. Errors are reported as in ML.NET: an
/// <see cref="ArgumentOutOfRangeException"/> that names role, column, expected and actual type.
/// </summary>
internal static class SchemaChecks
{
    /// <summary>Finds a column.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="role">The column's role, for messages: "label", "feature", ...</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string role, string name)
    {
        ArgumentNullException.ThrowIfNull(schema);
        CheckName(role, name);
        return schema.GetColumnOrNull(name) ?? throw NotFound(role, name);
    }

    /// <summary>Finds a column in a shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="role">The column's role, for messages.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public static SchemaShape.Column Find(SchemaShape shape, string role, string name)
    {
        ArgumentNullException.ThrowIfNull(shape);
        CheckName(role, name);
        return SchemaShapes.Find(shape, name) ?? throw NotFound(role, name);
    }

    /// <summary>Finds a vector of known size with items of one type.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="role">The column's role, for messages.</param>
    /// <param name="name">Its name.</param>
    /// <param name="itemType">The type of its items.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of another type.</exception>
    public static DataViewSchema.Column FindVector(DataViewSchema schema, string role, string name, PrimitiveDataViewType itemType)
    {
        DataViewSchema.Column column = Find(schema, role, name);
        if (column.Type is not VectorDataViewType { IsKnownSize: true } vector || !vector.ItemType.Equals(itemType))
            throw Mismatch(role, name, $"a vector of {itemType} of known size", column.Type);
        return column;
    }

    /// <summary>Checks that a shape has a vector of known size with items of one type.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="role">The column's role, for messages.</param>
    /// <param name="name">Its name.</param>
    /// <param name="itemType">The type of its items.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of another type.</exception>
    public static SchemaShape.Column FindVector(SchemaShape shape, string role, string name, PrimitiveDataViewType itemType)
    {
        SchemaShape.Column column = Find(shape, role, name);
        if (column.Kind != SchemaShape.Column.VectorKind.Vector || column.IsKey || !column.ItemType.Equals(itemType))
            throw Mismatch(role, name, $"a vector of {itemType} of known size", SchemaShapes.Describe(column));
        return column;
    }

    /// <summary>Finds a scalar of one type.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="role">The column's role, for messages.</param>
    /// <param name="name">Its name.</param>
    /// <param name="type">The type.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of another type.</exception>
    public static DataViewSchema.Column FindScalar(DataViewSchema schema, string role, string name, PrimitiveDataViewType type)
    {
        DataViewSchema.Column column = Find(schema, role, name);
        return column.Type.Equals(type) ? column : throw Mismatch(role, name, type.ToString(), column.Type);
    }

    /// <summary>Checks that a shape has a scalar of one type.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="role">The column's role, for messages.</param>
    /// <param name="name">Its name.</param>
    /// <param name="type">The type.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of another type.</exception>
    public static SchemaShape.Column FindScalar(SchemaShape shape, string role, string name, PrimitiveDataViewType type)
    {
        SchemaShape.Column column = Find(shape, role, name);
        if (column.Kind != SchemaShape.Column.VectorKind.Scalar || column.IsKey || !column.ItemType.Equals(type))
            throw Mismatch(role, name, type.ToString(), SchemaShapes.Describe(column));
        return column;
    }

    /// <summary>The number of items of a vector of known size.</summary>
    /// <param name="column">The column.</param>
    public static int Size(DataViewSchema.Column column) => ((VectorDataViewType)column.Type).Size;

    /// <summary>Makes the exception for a column of the wrong type.</summary>
    /// <param name="role">The column's role.</param>
    /// <param name="name">Its name.</param>
    /// <param name="expected">The expected type, in words.</param>
    /// <param name="actual">The actual type.</param>
    public static ArgumentOutOfRangeException Mismatch(string role, string name, string? expected, object actual) =>
        new(name, $"Schema mismatch for {role} column '{name}': expected {expected}, got {Describe(actual)}.");

    // ML.NET writes the type of a vector of unknown size without any size, which is easily overlooked.
    private static string Describe(object actual) => actual is VectorDataViewType { IsKnownSize: false } ? $"{actual} of unknown size" : $"{actual}";

    // ML.NET's own message would only say that a "name" is null.
    private static void CheckName(string role, string name)
    {
        if (string.IsNullOrEmpty(name))
            throw new ArgumentException($"The name of the {role} column is empty; expected the name of a column.");
    }

    private static ArgumentOutOfRangeException NotFound(string role, string name) =>
        new(name, $"Could not find {role} column '{name}'.");
}
