using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetLoss.Sample.Files;
using MLNetLoss.Sample.Output;

namespace MLNetLoss.Sample.Learning;

/// <summary>Creates ML.NET contexts whose warnings are shown to the user.</summary>
internal static class Contexts
{
    /// <summary>Creates a context.</summary>
    /// <param name="terminal">Where warnings go.</param>
    /// <param name="seed">The seed of what is random.</param>
    /// <param name="labelsColumn">The user's name for the column of labels; null if the data has no names for columns.</param>
    public static MLContext Create(Terminal terminal, int? seed = null, string? labelsColumn = null)
    {
        var ml = new MLContext(seed);
        var seen = new HashSet<string>();
        ml.Log += (_, message) =>
        {
            // Data is read more than once; each warning about it is shown once.
            if (message.Kind < ChannelMessageKind.Warning)
                return;
            // Models know the column of labels by another name than the user's table.
            string text = labelsColumn is null ? message.RawMessage
                : message.RawMessage.Replace($"Column '{nameof(TextRow.Tags)}'", $"Column '{labelsColumn}'", StringComparison.Ordinal);
            lock (seen)
            {
                if (seen.Add(text))
                    terminal.Message($"warning: {PlainText.Line(text)}");
            }
        };
        return ml;
    }

    /// <summary>Shows a warning to the user of a context.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="text">The warning.</param>
    public static void Warn(MLContext ml, string text)
    {
        using IChannel channel = ((IHostEnvironment)ml).Start("Data");
        channel.Warning(MessageSensitivity.UserData, text);
    }
}
