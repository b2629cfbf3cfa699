using Microsoft.ML;

namespace MLNetLoss.Data;

/// <summary>The rows of one fold, or of all the others, read lazily from the data.</summary>
/// <param name="source">The data.</param>
/// <param name="folds">The fold of each row.</param>
/// <param name="fold">The fold.</param>
/// <param name="isComplement">Whether the view has the rows of all the other folds instead.</param>
/// <param name="cancellation">Stops whatever reads the rows.</param>
internal sealed class FoldView(
    IDataView source, RowFolds folds, int fold, bool isComplement, CancellationToken cancellation = default) : IDataView
{
    private readonly long _rowCount = isComplement ? folds.RowCountWithout(fold) : folds.RowCount(fold);

    /// <inheritdoc/>
    public DataViewSchema Schema => source.Schema;

    /// <inheritdoc/>
    public bool CanShuffle => source.CanShuffle && folds.HasDistinctIds;

    /// <inheritdoc/>
    public long? GetRowCount() => _rowCount;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        Filter(source.GetRowCursor(columnsNeeded, CanShuffle ? rand : null));

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        folds.HasDistinctIds
            ? Array.ConvertAll(source.GetRowCursorSet(columnsNeeded, n, CanShuffle ? rand : null), Filter)
            : [GetRowCursor(columnsNeeded)];

    private DataViewRowCursor Filter(DataViewRowCursor input) => new FoldCursor(input, folds, fold, isComplement, cancellation);
}
