namespace MLNetLoss.Metrics;

/// <summary>Formats label names for messages.</summary>
internal static class LabelNames
{
    private const int Named = 10;

    /// <summary>Quotes the first ten names and counts the rest: <c>'io', 'net' and 3 more</c>.</summary>
    /// <param name="names">The names.</param>
    public static string Quote(IReadOnlyCollection<string> names)
    {
        string more = names.Count > Named ? $" and {names.Count - Named} more" : string.Empty;
        return string.Join(", ", names.Take(Named).Select(name => $"'{name}'")) + more;
    }
}
