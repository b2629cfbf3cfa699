namespace MLNetLoss.Metrics;

/// <summary>
/// What a measure is computed from besides the decisions. Where a single measure is asked for again and again, as by a search or for
/// resamples, the rest is not computed.
/// </summary>
[Flags]
internal enum MeasureParts
{
    /// <summary>Nothing: decisions are always counted.</summary>
    None = 0,

    /// <summary>The ranks of each row's labels.</summary>
    Ranking = 1,

    /// <summary>Cross-entropies, squared errors and calibration.</summary>
    Losses = 2,

    /// <summary>Areas and curves, for which all scores are kept and sorted.</summary>
    Areas = 4,

    /// <summary>All of it.</summary>
    All = Ranking | Losses | Areas,
}
