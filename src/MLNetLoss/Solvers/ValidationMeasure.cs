namespace MLNetLoss.Solvers;

/// <summary>A measure on validation rows that decides when a training stops and which weights are kept.</summary>
internal abstract class ValidationMeasure
{
    /// <summary>Whether more of it is better.</summary>
    public abstract bool HigherIsBetter { get; }

    /// <summary>Forgets all rows.</summary>
    public abstract void Reset();

    /// <summary>Takes in a row.</summary>
    /// <param name="scores">Its L scores (logits).</param>
    /// <param name="targets">Its L targets, NaN where missing.</param>
    /// <param name="cells">The L weights of its cells; empty when each is 1.</param>
    /// <param name="weight">Its weight.</param>
    public abstract void Add(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, ReadOnlySpan<float> cells, float weight);

    /// <summary>The measure over the rows taken in.</summary>
    public abstract double Value { get; }
}
