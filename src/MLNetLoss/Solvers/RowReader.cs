namespace MLNetLoss.Solvers;

/// <summary>One pass over the rows of a <see cref="RowSource"/>.</summary>
internal abstract class RowReader : IDisposable
{
    /// <summary>Moves to the next row; false after the last.</summary>
    public abstract bool MoveNext();

    /// <summary>The current row; its spans are valid until the next <see cref="MoveNext"/>.</summary>
    public abstract TrainingRow Current { get; }

    /// <summary>Ends the pass.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
