namespace MLNetLoss.Fuzz;

/// <summary>What became of many inputs.</summary>
/// <param name="Inputs">How many there were.</param>
/// <param name="Taken">How many were read as sound.</param>
/// <param name="Findings">Those that broke a promise.</param>
/// <param name="Slowest">The most time of the processor one took.</param>
/// <param name="Elapsed">The time all took.</param>
internal sealed record FuzzReport(
    long Inputs, long Taken, IReadOnlyList<FuzzFinding> Findings, TimeSpan Slowest, TimeSpan Elapsed)
{
    public override string ToString() => FormattableString.Invariant(
        $"{Inputs} inputs, {Taken} taken, {Inputs - Taken - Findings.Count} refused, {Findings.Count} findings; ") +
        FormattableString.Invariant($"{Elapsed.TotalSeconds:0.0} s, at most {Slowest.TotalMilliseconds:0} ms of the processor for one");
}
