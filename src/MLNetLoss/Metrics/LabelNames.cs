namespace MLNetLoss.Metrics;

/// <summary>Names labels in messages.</summary>
internal static class LabelNames
{
    private const int Named = 10;

    /// <summary>The first ten names, and how many more there are: <c>'io', 'net' and 3 more</c>.</summary>
    /// <param name="names">The names.</param>
    public static string Quote(IReadOnlyCollection<string> names)
    {
        string more = names.Count > Named ? $" and {names.Count - Named} more" : string.Empty;
        return string.Join(", ", names.Take(Named).Select(name => $"'{name}'")) + more;
    }
}
