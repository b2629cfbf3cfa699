namespace MLNetLoss.Solvers;

/// <summary>
/// Rows that can be read repeatedly from the start, always the same ones in the same order: the input of a solver whose data need not fit in
/// memory.
/// </summary>
internal abstract class RowSource
{
    private BufferedWindow? _window;

    /// <summary>D, the number of features.</summary>
    public abstract int FeatureCount { get; }

    /// <summary>L, the number of labels.</summary>
    public abstract int LabelCount { get; }

    /// <summary>Whether each cell of row and label has its own weight.</summary>
    public virtual bool HasCellWeights => false;

    /// <summary>Starts a pass over the rows.</summary>
    public abstract RowReader Open();

    /// <summary>Starts a pass over the rows in windows that can be read in any order.</summary>
    internal virtual WindowReader OpenWindows() => new BufferedWindowReader(this);

    /// <summary>A window to read into: one left by an earlier pass, or a new one.</summary>
    internal BufferedWindow TakeWindow() => Interlocked.Exchange(ref _window, null) ?? new();

    /// <summary>Keeps the window of a finished pass for the next one.</summary>
    /// <param name="window">The window.</param>
    internal void KeepWindow(BufferedWindow window) => _window = window;
}
