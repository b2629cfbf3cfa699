namespace MLNetLoss.Losses.Kernels;

/// <summary>Elements for <see cref="SignedLoop"/>. The weight of each is coefficient × factor - <see cref="Less"/>, computed in double.</summary>
internal readonly unsafe struct SignedElements
{
    /// <summary>The number of elements.</summary>
    public required int Count { get; init; }

    /// <summary>The signed inputs.</summary>
    public required float* Signed { get; init; }

    /// <summary>The targets; may be null if the loss does not read them.</summary>
    public float* Target { get; init; }

    /// <summary>The coefficients; null if all are 1.</summary>
    public required float* Coefficients { get; init; }

    /// <summary>The factors; null if all are 1.</summary>
    public float* Factors { get; init; }

    /// <summary>What is subtracted.</summary>
    public double Less { get; init; }

    /// <summary>Memory that will be read next, which is prefetched along the way.</summary>
    public required float* NextInput { get; init; }

    /// <inheritdoc cref="NextInput"/>
    public required float* NextTarget { get; init; }

    /// <summary>Memory that will be written next, if any, which is prefetched as well.</summary>
    public required float* NextDestination { get; init; }
}
