using Microsoft.ML;

namespace MLNetLoss.Data;

/// <summary>Does a row's work once, whichever column is read first.</summary>
/// <param name="row">The row; its position tells rows apart.</param>
/// <param name="work">The work.</param>
internal sealed class OncePerRow(DataViewRow row, Action work)
{
    private long _done = long.MinValue;

    /// <summary>Does the work of the current row, unless already done.</summary>
    public void Ensure()
    {
        // A row without a position, such as a prediction engine's, does not tell when it changes.
        if (_done == row.Position && _done >= 0)
            return;
        work();
        _done = row.Position;
    }
}
