using Microsoft.ML;

namespace MLNetLoss.Data;

/// <summary>The values of a mapped row: input columns passed through, and appended columns.</summary>
internal sealed class MappedGetters
{
    private readonly DataViewRow _input;
    private readonly ActiveColumns _active;
    private readonly Delegate?[] _getters;

    /// <summary>Makes the getters of the active columns.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="input">The input row.</param>
    /// <param name="activeColumns">The requested columns of the output schema.</param>
    public MappedGetters(RowMapping mapping, DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        _input = input;
        _active = new ActiveColumns(mapping.OutputSchema, activeColumns);
        _getters = mapping.CreateGetters(input, _active.Flags[mapping.InputSchema.Count..]);
    }

    /// <summary>The output schema.</summary>
    public DataViewSchema Schema => _active.Schema;

    /// <summary>Whether a column is active.</summary>
    /// <param name="column">The column.</param>
    public bool IsActive(DataViewSchema.Column column) => _active.Contains(column);

    /// <summary>The getter of a column.</summary>
    /// <typeparam name="TValue">The type of its values.</typeparam>
    /// <param name="column">The column.</param>
    public ValueGetter<TValue> Get<TValue>(DataViewSchema.Column column)
    {
        _active.Require(column);
        int appended = column.Index - _input.Schema.Count;
        return appended < 0
            ? _input.GetGetter<TValue>(_input.Schema[column.Index])
            : ActiveColumns.As<TValue>(_getters[appended], column);
    }
}
