using Microsoft.ML;

namespace MLNetLoss.Data;

/// <summary>Does the work of a row once, whichever of its columns asks first.</summary>
/// <param name="row">The row; its position tells one from the next.</param>
/// <param name="work">The work.</param>
internal sealed class OncePerRow(DataViewRow row, Action work)
{
    private long _done = long.MinValue;

    /// <summary>Sees to it that the work of the row as it stands is done.</summary>
    public void Ensure()
    {
        // A row without a position, such as that of a prediction engine, does not say when it changes.
        if (_done == row.Position && _done >= 0)
            return;
        work();
        _done = row.Position;
    }
}
