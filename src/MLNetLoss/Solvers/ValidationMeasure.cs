namespace MLNetLoss.Solvers;

/// <summary>A measure on validation rows that decides when training stops and which weights are kept.</summary>
internal abstract class ValidationMeasure
{
    /// <summary>Whether higher is better.</summary>
    public abstract bool HigherIsBetter { get; }

    /// <summary>Removes all rows.</summary>
    public abstract void Reset();

    /// <summary>Adds a row.</summary>
    /// <param name="scores">Its L scores (logits).</param>
    /// <param name="targets">Its L targets, NaN where missing.</param>
    /// <param name="cells">Its L cell weights; empty if each is 1.</param>
    /// <param name="weight">Its weight.</param>
    public abstract void Add(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, ReadOnlySpan<float> cells, float weight);

    /// <summary>The measure over the added rows.</summary>
    public abstract double Value { get; }
}
