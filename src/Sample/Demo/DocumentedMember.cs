namespace MLNetLoss.Sample.Demo;

/// <summary>A documented member of .NET that says which exceptions it throws.</summary>
/// <param name="Id">The member's documentation id, such as <c>M:System.Int32.Parse(System.String)</c>.</param>
/// <param name="DeclaringType">The full name of the type that declares it.</param>
/// <param name="Text">What a reader learns of it before calling: its name, summary and parameters.</param>
/// <param name="Exceptions">The names of the exception types it documents, without their namespace, each once, in order.</param>
internal sealed record DocumentedMember(string Id, string DeclaringType, string Text, string[] Exceptions);
