using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>A cursor over the rows of one fold, or of all others; owns the input cursor.</summary>
/// <param name="input">The input cursor.</param>
/// <param name="folds">The fold of each row.</param>
/// <param name="fold">The fold.</param>
/// <param name="isComplement">Whether it stops at the rows of all other folds.</param>
/// <param name="cancellation">Stops the reading.</param>
internal sealed class FoldCursor(
    DataViewRowCursor input, RowFolds folds, int fold, bool isComplement, CancellationToken cancellation) : DataViewRowCursor
{
    private readonly ValueGetter<DataViewRowId> _getId = input.GetIdGetter();
    private long _position = -1;

    /// <inheritdoc/>
    public override DataViewSchema Schema => input.Schema;

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override long Batch => input.Batch;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => input.GetGetter<TValue>(column);

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        while (input.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            if ((FoldOfRow() == fold) == isComplement)
                continue;
            _position++;
            return true;
        }

        _position = -1;
        return false;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }

    private int FoldOfRow()
    {
        if (!folds.HasDistinctIds)
            return folds.Of(input.Position);
        DataViewRowId id = default;
        _getId(ref id);
        return folds.Of(id);
    }
}
