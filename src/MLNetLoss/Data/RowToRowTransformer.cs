using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>
/// A transformer that appends columns to each row, computed from that row alone. It is immutable, lazy and thread-safe, and works in any
/// chain and in a <see cref="PredictionEngine{TSrc, TDst}"/>.
/// </summary>
public abstract class RowToRowTransformer : ITransformer
{
    private protected RowToRowTransformer()
    {
    }

    /// <summary>Always true: each row of output depends only on its row of input.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The schema of the output for a schema of the input.</summary>
    /// <param name="inputSchema">The schema of the input.</param>
    /// <returns>The input's columns, then the appended ones.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => BindChecked(inputSchema).OutputSchema;

    /// <summary>Appends the columns; nothing is computed until a cursor reads it.</summary>
    /// <param name="input">The data.</param>
    /// <returns>The data with the columns appended.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedDataView(input, BindChecked(input.Schema));
    }

    /// <summary>The mapper of single rows, as used by a <see cref="PredictionEngine{TSrc, TDst}"/>.</summary>
    /// <param name="inputSchema">The schema of the rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => BindChecked(inputSchema);

    /// <inheritdoc/>
    void ICanSaveModel.Save(ModelSaveContext ctx) => Save(ctx);

    /// <summary>Checks a schema and binds to it.</summary>
    /// <param name="inputSchema">The schema of the rows to map.</param>
    private protected abstract RowMapping Bind(DataViewSchema inputSchema);

    /// <summary>Writes the transformer into its entry of a model file.</summary>
    /// <param name="context">ML.NET's context.</param>
    private protected abstract void Save(ModelSaveContext context);

    private RowMapping BindChecked(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Bind(inputSchema);
    }
}
