namespace MLNetLoss.Metrics;

/// <summary>How measures are resampled.</summary>
public sealed record BootstrapOptions
{
    /// <summary>Number of resamples, at least 2. Default 1000.</summary>
    public int Replicates { get; init; } = 1000;

    /// <summary>The share of resamples that an interval contains, in (0, 1). Default 0.95.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>The seed; the same seed gives the same intervals whatever the number of threads.</summary>
    public int Seed { get; init; }

    /// <summary>Threads to use, at least 1; null for one per processor.</summary>
    public int? Threads { get; init; }

    /// <summary>Keys of the measures wanted; empty for all.</summary>
    public IReadOnlyList<string> Measures { get; init; } = [];

    /// <summary>Rejects invalid options.</summary>
    internal void Check()
    {
        if (Replicates < 2)
            throw new ArgumentException(FormattableString.Invariant($"{nameof(Replicates)} is {Replicates}; expected at least 2."));
        if (!(ConfidenceLevel > 0 && ConfidenceLevel < 1))
            throw new ArgumentException(FormattableString.Invariant($"{nameof(ConfidenceLevel)} is {ConfidenceLevel}; expected a value between 0 and 1."));
        if (Threads < 1)
            throw new ArgumentException(FormattableString.Invariant($"{nameof(Threads)} is {Threads}; expected at least 1."));
    }
}
