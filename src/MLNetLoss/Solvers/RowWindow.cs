namespace MLNetLoss.Solvers;

/// <summary>Consecutive rows of a source that can be read in any order.</summary>
internal abstract class RowWindow
{
    /// <summary>Number of rows.</summary>
    public abstract int RowCount { get; }

    /// <summary>A row.</summary>
    /// <param name="row">The row, counted from the start of the window.</param>
    public abstract TrainingRow this[int row] { get; }
}
