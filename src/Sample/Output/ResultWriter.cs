using System.Text;

namespace MLNetLoss.Sample.Output;

/// <summary>Writes results, and says which output it was if that fails: the system's message names neither.</summary>
/// <param name="writer">Where to.</param>
/// <param name="name">What it is, for the message.</param>
internal sealed class ResultWriter(TextWriter writer, string name) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => writer.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Write([value]);

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        try
        {
            writer.Write(buffer);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refusal(exception);
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        try
        {
            writer.Flush();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refusal(exception);
        }
    }

    // .NET reports a closed descriptor as access denied.
    private InputException Refusal(Exception exception) =>
        new($"{name}: cannot be written: {(exception is IOException ? exception.Message : "it is closed")}");
}
