namespace MLNetLoss.Fuzz;

/// <summary>An input that made the program break a promise.</summary>
/// <param name="Index">Its number: with the seed, all that is needed to make it again.</param>
/// <param name="Input">The input.</param>
/// <param name="Message">What happened.</param>
internal sealed record FuzzFinding(long Index, byte[] Input, string Message);
