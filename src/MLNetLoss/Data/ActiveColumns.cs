using Microsoft.ML;

namespace MLNetLoss.Data;

/// <summary>Which columns of a row were asked for, and the refusals that a cursor owes to whoever asks for another, or as another type.</summary>
internal sealed class ActiveColumns
{
    private readonly bool[] _isActive;

    /// <summary>Notes the columns that are asked for.</summary>
    /// <param name="schema">The schema of the row.</param>
    /// <param name="columns">The columns.</param>
    /// <exception cref="ArgumentException">One is not of the schema.</exception>
    public ActiveColumns(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Schema = schema;
        _isActive = new bool[schema.Count];
        foreach (DataViewSchema.Column column in columns)
        {
            Check(schema, column);
            _isActive[column.Index] = true;
        }
    }

    /// <summary>The schema of the row.</summary>
    public DataViewSchema Schema { get; }

    /// <summary>Whether each column is asked for, in the order of the schema.</summary>
    public ReadOnlySpan<bool> Flags => _isActive;

    /// <summary>Checks that a column is one of a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="column">The column.</param>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static void Check(DataViewSchema schema, DataViewSchema.Column column)
    {
        if (column.Index >= schema.Count || schema[column.Index].Name != column.Name || !schema[column.Index].Type.Equals(column.Type))
            throw new ArgumentException($"Column '{column.Name}' is not one of this schema.", nameof(column));
    }

    /// <summary>A getter as the type that is asked for.</summary>
    /// <typeparam name="TValue">The type of its values.</typeparam>
    /// <param name="getter">The getter.</param>
    /// <param name="column">Its column.</param>
    /// <exception cref="InvalidOperationException">It is of another type.</exception>
    public static ValueGetter<TValue> As<TValue>(Delegate? getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"Column '{column.Name}' holds {column.Type.RawType}; a getter of {typeof(TValue)} was asked for.");

    /// <summary>Whether a column's value can be asked for.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="ArgumentException">It is not one of the schema.</exception>
    public bool Contains(DataViewSchema.Column column)
    {
        Check(Schema, column);
        return _isActive[column.Index];
    }

    /// <summary>Checks that a column's value can be asked for.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="ArgumentException">It is not one of the schema.</exception>
    /// <exception cref="InvalidOperationException">It was not asked for.</exception>
    public void Require(DataViewSchema.Column column)
    {
        if (!Contains(column))
            throw new InvalidOperationException($"Column '{column.Name}' was not asked for when the cursor was made.");
    }
}
