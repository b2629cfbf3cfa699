namespace MLNetLoss.Metrics;

/// <summary>Keeps scores, whole or binned, for measures over all thresholds.</summary>
internal interface IScoreStore
{
    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    void Add(in ScoredRow row);

    /// <summary>Adds the rows of another store of the same kind.</summary>
    /// <param name="other">The other store, which keeps its rows.</param>
    void Merge(IScoreStore other);

    /// <summary>Walks a label's thresholds downwards.</summary>
    /// <param name="label">The label.</param>
    /// <param name="visitor">Sees each threshold.</param>
    void Visit<TVisitor>(int label, ref TVisitor visitor)
        where TVisitor : struct, IThresholdVisitor;

    /// <summary>Walks the thresholds of all cells downwards, as if there were one label.</summary>
    /// <param name="visitor">Sees each threshold.</param>
    void VisitAll<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IThresholdVisitor;
}
