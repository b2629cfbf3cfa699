using Microsoft.ML;

namespace MLNetLoss.Data;

/// <summary>The values of a mapped row: those of the input passed through, and those of the appended columns.</summary>
internal sealed class MappedGetters
{
    private readonly DataViewRow _input;
    private readonly bool[] _isActive;
    private readonly Delegate?[] _getters;

    /// <summary>Makes the getters of the active columns.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="input">The input row.</param>
    /// <param name="activeColumns">The columns of the output schema that are asked for.</param>
    public MappedGetters(RowMapping mapping, DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        _input = input;
        Schema = mapping.OutputSchema;
        _isActive = new bool[Schema.Count];
        foreach (DataViewSchema.Column column in activeColumns)
        {
            RowMapping.CheckColumn(Schema, column);
            _isActive[column.Index] = true;
        }

        _getters = mapping.CreateGetters(input, _isActive.AsSpan(mapping.InputSchema.Count));
    }

    /// <summary>The output schema.</summary>
    public DataViewSchema Schema { get; }

    /// <summary>Whether a column's value can be asked for.</summary>
    /// <param name="column">The column.</param>
    public bool IsActive(DataViewSchema.Column column)
    {
        RowMapping.CheckColumn(Schema, column);
        return _isActive[column.Index];
    }

    /// <summary>The getter of a column.</summary>
    /// <typeparam name="TValue">The type of its values.</typeparam>
    /// <param name="column">The column.</param>
    public ValueGetter<TValue> Get<TValue>(DataViewSchema.Column column)
    {
        if (!IsActive(column))
            throw new InvalidOperationException($"Column '{column.Name}' is not active: it was not asked for when the cursor was made.");
        int appended = column.Index - _input.Schema.Count;
        if (appended < 0)
            return _input.GetGetter<TValue>(_input.Schema[column.Index]);
        return _getters[appended] as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"Column '{column.Name}' holds {column.Type.RawType}; a getter of {typeof(TValue)} was asked for.");
    }
}
