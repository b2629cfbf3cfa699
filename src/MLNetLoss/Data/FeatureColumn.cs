using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>The feature column: a vector of Single of known size, dense or sparse.</summary>
/// <param name="column">The column.</param>
internal sealed class FeatureColumn(DataViewSchema.Column column)
{
    /// <summary>The column's role, for messages.</summary>
    public const string Role = "feature";

    /// <summary>The column.</summary>
    public DataViewSchema.Column Column { get; } = column;

    /// <summary>D, the number of features.</summary>
    public int Count { get; } = SchemaChecks.Size(column);

    /// <summary>Finds the feature column and checks its type.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">The column's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of another type.</exception>
    public static FeatureColumn Bind(DataViewSchema schema, string name) =>
        new(SchemaChecks.FindVector(schema, Role, name, NumberDataViewType.Single));

    /// <summary>Checks that a shape has a feature column.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="name">The column's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of another type.</exception>
    public static void Check(SchemaShape shape, string name) =>
        SchemaChecks.FindVector(shape, Role, name, NumberDataViewType.Single);

    /// <summary>The names of the features.</summary>
    /// <returns>D names, or null when the column has none.</returns>
    public string[]? ReadNames() => VectorAnnotations.ReadSlotNames(Column);
}
