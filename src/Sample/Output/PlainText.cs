namespace MLNetLoss.Sample.Output;

/// <summary>Makes text from files safe to show: it can contain line breaks, control sequences for the terminal, or a million characters.</summary>
internal static class PlainText
{
    private const int Longest = 1000;

    /// <summary>The text as one line of at most a thousand characters, without control characters.</summary>
    /// <param name="text">The text.</param>
    public static string Line(string text)
    {
        string line = string.Join(' ', text.Split((char[])['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
        string clean = string.Create(Math.Min(line.Length, Longest), line, static (clean, line) =>
        {
            for (int i = 0; i < clean.Length; i++)
                clean[i] = char.IsControl(line[i]) ? '?' : line[i];
        });
        return line.Length > Longest ? clean + "..." : clean;
    }
}
