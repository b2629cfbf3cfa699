namespace MLNetLoss.Sample;

/// <summary>Something the user gave cannot be used; the message says what, where, and what was expected, in one line.</summary>
/// <param name="message">The line the user sees.</param>
internal sealed class InputException(string message) : Exception(message);
