using Microsoft.ML;

namespace MLNetLoss.Data;

/// <summary>A data view with appended columns, computed lazily row by row.</summary>
/// <param name="source">The data.</param>
/// <param name="mapping">The mapping, bound to the schema of <paramref name="source"/>.</param>
internal sealed class MappedDataView(IDataView source, RowMapping mapping) : IDataView
{
    /// <inheritdoc/>
    public DataViewSchema Schema => mapping.OutputSchema;

    /// <inheritdoc/>
    public bool CanShuffle => source.CanShuffle;

    /// <inheritdoc/>
    public long? GetRowCount() => source.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        return Map(source.GetRowCursor(mapping.GetDependencies(columns), rand), columns);
    }

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        return Array.ConvertAll(
            source.GetRowCursorSet(mapping.GetDependencies(columns), n, rand), input => Map(input, columns));
    }

    private MappedCursor Map(DataViewRowCursor input, DataViewSchema.Column[] columns) =>
        new(input, new MappedGetters(mapping, input, columns));
}
