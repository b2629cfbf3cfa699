using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>
/// A transformer bound to one input schema: which columns it appends, what each is computed from, and how. Everything our transformers
/// have in common (output schema, dependencies, rows, cursors) is based on this class.
/// </summary>
internal abstract class RowMapping : IRowToRowMapper
{
    private readonly OutputColumn[] _outputs;

    /// <summary>Binds to a schema.</summary>
    /// <param name="inputSchema">The schema of the rows to map.</param>
    /// <param name="outputs">The columns to append.</param>
    protected RowMapping(DataViewSchema inputSchema, params OutputColumn[] outputs)
    {
        InputSchema = inputSchema;
        _outputs = outputs;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        foreach (OutputColumn output in outputs)
            builder.AddColumn(output.Name, output.Type, output.Annotations);
        OutputSchema = builder.ToSchema();
    }

    /// <inheritdoc/>
    public DataViewSchema InputSchema { get; }

    /// <inheritdoc/>
    public DataViewSchema OutputSchema { get; }

    /// <inheritdoc/>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        ArgumentNullException.ThrowIfNull(dependingColumns);
        var needed = new bool[InputSchema.Count];
        foreach (DataViewSchema.Column column in dependingColumns)
        {
            ActiveColumns.Check(OutputSchema, column);
            if (column.Index < needed.Length)
            {
                needed[column.Index] = true;
                continue;
            }

            foreach (DataViewSchema.Column input in _outputs[column.Index - needed.Length].Inputs)
                needed[input.Index] = true;
        }

        return InputSchema.Where(column => needed[column.Index]);
    }

    /// <inheritdoc/>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        if (input.Schema != InputSchema)
            throw new ArgumentException("The row's schema is not the one this mapper was made for.", nameof(input));
        return new MappedRow(input, new MappedGetters(this, input, activeColumns));
    }

    /// <summary>Makes the getters of the requested appended columns.</summary>
    /// <param name="input">The row to read; its values change as it moves.</param>
    /// <param name="isActive">Whether each appended column is active; an inactive one needs no getter, and its inputs may be
    /// inactive too.</param>
    /// <returns>A <see cref="ValueGetter{TValue}"/> of the column's type for each active column.</returns>
    public abstract Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> isActive);
}
