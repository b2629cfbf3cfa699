using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>A cursor over the rows of one fold, or of all the others.</summary>
/// <param name="input">The input cursor.</param>
/// <param name="folds">The fold of each row.</param>
/// <param name="fold">The fold.</param>
/// <param name="isComplement">Whether it returns the rows of all the other folds instead.</param>
/// <param name="cancellation">Stops the reading.</param>
internal sealed class FoldCursor(
    DataViewRowCursor input, RowFolds folds, int fold, bool isComplement, CancellationToken cancellation) : ForwardingCursor(input)
{
    private readonly ValueGetter<DataViewRowId> _getId = input.GetIdGetter();
    private long _position = -1;

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        while (Input.MoveNext())
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

    private int FoldOfRow()
    {
        if (!folds.HasDistinctIds)
            return folds.Of(Input.Position);
        DataViewRowId id = default;
        _getId(ref id);
        return folds.Of(id);
    }
}
