using Microsoft.ML;

namespace MLNetLoss.Data;

/// <summary>The columns a cursor was asked for, and the exceptions for requesting any other column or another type.</summary>
internal sealed class ActiveColumns
{
    private readonly bool[] _isActive;

    /// <summary>Marks the requested columns as active.</summary>
    /// <param name="schema">The schema of the row.</param>
    /// <param name="columns">The requested columns.</param>
    /// <exception cref="ArgumentException">One is not in the schema.</exception>
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

    /// <summary>Whether each column is active, in schema order.</summary>
    public ReadOnlySpan<bool> Flags => _isActive;

    /// <summary>Checks that a column belongs to a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="column">The column.</param>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static void Check(DataViewSchema schema, DataViewSchema.Column column)
    {
        if (column.Index >= schema.Count || schema[column.Index].Name != column.Name || !schema[column.Index].Type.Equals(column.Type))
            throw new ArgumentException($"Column '{column.Name}' is not in this schema.", nameof(column));
    }

    /// <summary>Casts a getter to the requested type.</summary>
    /// <typeparam name="TValue">The type of its values.</typeparam>
    /// <param name="getter">The getter.</param>
    /// <param name="column">Its column.</param>
    /// <exception cref="InvalidOperationException">The column holds another type.</exception>
    public static ValueGetter<TValue> As<TValue>(Delegate? getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"Column '{column.Name}' holds {column.Type.RawType}; a getter of {typeof(TValue)} was asked for.");

    /// <summary>Whether a column is active.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="ArgumentException">It is not in the schema.</exception>
    public bool Contains(DataViewSchema.Column column)
    {
        Check(Schema, column);
        return _isActive[column.Index];
    }

    /// <summary>Checks that a column is active.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="ArgumentException">It is not in the schema.</exception>
    /// <exception cref="InvalidOperationException">It is not active.</exception>
    public void Require(DataViewSchema.Column column)
    {
        if (!Contains(column))
            throw new InvalidOperationException($"Column '{column.Name}' was not asked for when the cursor was made.");
    }
}
