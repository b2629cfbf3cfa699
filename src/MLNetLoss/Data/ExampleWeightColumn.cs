using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>The optional column of row weights, a Single.</summary>
internal static class ExampleWeightColumn
{
    private const string Role = "example weight";

    /// <summary>Finds the column and checks its type.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">The column's name; null for none.</param>
    /// <returns>The column; null for none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of another type.</exception>
    public static DataViewSchema.Column? Bind(DataViewSchema schema, string? name) =>
        name is null ? null : SchemaChecks.FindScalar(schema, Role, name, NumberDataViewType.Single);

    /// <summary>Checks that a shape has the column.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="name">The column's name; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of another type.</exception>
    public static void Check(SchemaShape shape, string? name)
    {
        if (name is not null)
            SchemaChecks.FindScalar(shape, Role, name, NumberDataViewType.Single);
    }
}
