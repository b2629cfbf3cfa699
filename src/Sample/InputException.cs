namespace MLNetLoss.Sample;

/// <summary>The user's input cannot be used; the message says in one line what is wrong, where, and what was expected.</summary>
/// <param name="message">The line the user sees.</param>
internal sealed class InputException(string message) : Exception(message);
