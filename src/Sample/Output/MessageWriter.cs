using System.Text;

namespace MLNetLoss.Sample.Output;

/// <summary>
/// Writes messages if possible, and drops them if not, for example on a full disk or to a descriptor that the caller closed: work is not
/// abandoned because its messages cannot be shown.
/// </summary>
/// <param name="writer">Where to.</param>
internal sealed class MessageWriter(TextWriter writer) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => writer.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => writer.Write(value));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => writer.Write(value));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(() => writer.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Try(writer.Flush);

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        // .NET reports a closed descriptor as access denied.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
