using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>
/// Getters of vector columns of known size that check each row's vector. ML.NET does not: a row of an in-memory collection may hold an array of
/// another length than its attribute says, or none.
/// </summary>
internal static class SizedVectors
{
    /// <summary>Makes a getter.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="row">The row to read; the column is active in it.</param>
    /// <param name="column">The column, a vector of known size.</param>
    /// <param name="role">The column's role, for messages: "label", "feature", ...</param>
    /// <returns>A getter that throws an <see cref="InvalidDataException"/> where a vector is of another size.</returns>
    public static ValueGetter<VBuffer<T>> CreateGetter<T>(DataViewRow row, DataViewSchema.Column column, string role)
    {
        int size = SchemaChecks.Size(column);
        ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
        return (ref VBuffer<T> vector) =>
        {
            getter(ref vector);
            if (vector.Length != size)
                throw OfAnotherSize(row, column, role, vector.Length, size);
        };
    }

    private static InvalidDataException OfAnotherSize(DataViewRow row, DataViewSchema.Column column, string role, int length, int size) =>
        new(string.Create(
            CultureInfo.InvariantCulture,
            $"{char.ToUpperInvariant(role[0])}{role[1..]} column '{column.Name}' holds {length} values in row {row.Position}; expected {size}, the size of its type."));
}
