namespace MLNetLoss.Solvers;

/// <summary>One pass over the rows of a source, window by window; rows are shuffled within a window.</summary>
internal abstract class WindowReader : IDisposable
{
    /// <summary>Reads the next window, which replaces the previous one.</summary>
    /// <param name="rowCount">The number of rows to read.</param>
    /// <param name="cancellation">Cancels the reading between two rows.</param>
    /// <returns>The window, with fewer rows if the source ends sooner.</returns>
    public abstract RowWindow Read(int rowCount, CancellationToken cancellation);

    /// <summary>Ends the pass.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
