namespace MLNetLoss.Fuzz;

/// <summary>An input made the program break a promise.</summary>
/// <param name="message">Which one.</param>
internal sealed class FuzzException(string message) : Exception(message);
