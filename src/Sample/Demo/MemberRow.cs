using MLNetLoss.Sample.Files;

namespace MLNetLoss.Sample.Demo;

/// <summary>A member of .NET as ML.NET reads it: a text, its tags, and the type that keeps overloads together when rows are split.</summary>
internal sealed class MemberRow : TextRow
{
    /// <summary>The full name of the type that declares the member.</summary>
    public string DeclaringType { get; set; } = "";

    /// <summary>The row of a member.</summary>
    /// <param name="member">The member.</param>
    public static MemberRow Of(DocumentedMember member) =>
        new() { Text = member.Text, Tags = member.Exceptions, DeclaringType = member.DeclaringType };
}
