namespace MLNetLoss.Solvers;

/// <summary>One pass over the rows of a source, window by window: the rows are shuffled within a window.</summary>
internal abstract class WindowReader : IDisposable
{
    /// <summary>Reads the next window, which takes the place of the one before.</summary>
    /// <param name="rowCount">Rows to read.</param>
    /// <returns>The window, of fewer rows where the source ends sooner.</returns>
    public abstract RowWindow Read(int rowCount);

    /// <summary>Ends the pass.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
