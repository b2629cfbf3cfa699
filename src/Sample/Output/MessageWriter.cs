using System.Text;

namespace MLNetLoss.Sample.Output;

/// <summary>
/// Writes messages where they can be written, and drops them where they cannot, such as to a full disk or a descriptor that the caller
/// closed: work is not given up because nobody can be told of it.
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
        // A closed descriptor counts as one that may not be written to.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
