namespace MLNetLoss.Sample.Demo;

/// <summary>The demo's data: members of .NET, and which of the frequent exceptions each documents.</summary>
/// <param name="Members">Members with at least one frequent exception; only the frequent ones are kept in each.</param>
/// <param name="Exceptions">The frequent exceptions, in alphabetical order.</param>
internal sealed record ExceptionCorpus(IReadOnlyList<DocumentedMember> Members, IReadOnlyList<string> Exceptions)
{
    /// <summary>An exception that fewer members document is left out: there is nothing to learn from and nothing to test on.</summary>
    public const int MinimumOccurrences = 20;

    /// <summary>Reads documentation files, on all processors.</summary>
    /// <param name="files">The files; a member that occurs in several is taken from the first.</param>
    /// <param name="minimumOccurrences">Exceptions documented by fewer members are left out.</param>
    /// <param name="progress">Told the share of files that are done.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static ExceptionCorpus Read(
        IReadOnlyList<string> files, int minimumOccurrences = MinimumOccurrences, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        int done = 0;
        DocumentedMember[] members = files
            .AsParallel().AsOrdered().WithCancellation(cancellationToken)
            .Select(file =>
            {
                List<DocumentedMember> read = MemberReader.Read(file, cancellationToken);
                progress?.Report((double)Interlocked.Increment(ref done) / files.Count);
                return read;
            })
            .ToArray()
            .SelectMany(read => read)
            .DistinctBy(member => member.Id)
            .ToArray();

        HashSet<string> frequent = members
            .SelectMany(member => member.Exceptions)
            .CountBy(exception => exception)
            .Where(count => count.Value >= minimumOccurrences)
            .Select(count => count.Key)
            .ToHashSet();
        return new ExceptionCorpus(
            [.. members
                .Select(member => member with { Exceptions = [.. member.Exceptions.Where(frequent.Contains)] })
                .Where(member => member.Exceptions.Length > 0)],
            [.. frequent.Order(StringComparer.Ordinal)]);
    }
}
