namespace MLNetLoss.Solvers;

/// <summary>Reads the windows of a source whose rows are not in memory: copies a window's rows into buffers that the next window, and the
/// next pass, reuse.</summary>
/// <param name="source">The source.</param>
internal sealed class BufferedWindowReader(RowSource source) : WindowReader
{
    private readonly RowReader _reader = source.Open();
    private readonly BufferedWindow _window = source.TakeWindow();

    /// <inheritdoc/>
    public override RowWindow Read(int rowCount, CancellationToken cancellation)
    {
        _window.Clear();
        while (_window.RowCount < rowCount && _reader.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            _window.Add(_reader.Current);
        }

        return _window;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _reader.Dispose();
        source.KeepWindow(_window);
        base.Dispose();
    }
}
