namespace MLNetLoss.Fuzz.Targets;

/// <summary>What the user is told: one line that says something, without characters that a terminal would obey.</summary>
internal static class CleanLine
{
    public static void Check(string line)
    {
        if (line.Length == 0 || line.Length > 2000 || line.Any(char.IsControl) || line.Contains("   at ", StringComparison.Ordinal))
            throw new FuzzException($"no clean line of text: '{line[..Math.Min(line.Length, 2000)]}' ({line.Length} characters)");
    }
}
