using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetLoss.Sample.Output;

namespace MLNetLoss.Sample.Learning;

/// <summary>Creates ML.NET contexts whose warnings are shown to the user.</summary>
internal static class Contexts
{
    /// <summary>Creates a context.</summary>
    /// <param name="terminal">Where warnings go.</param>
    /// <param name="seed">The seed of what is random.</param>
    public static MLContext Create(Terminal terminal, int? seed = null)
    {
        var ml = new MLContext(seed);
        var seen = new HashSet<string>();
        ml.Log += (_, message) =>
        {
            // Data is read more than once; each warning about it is shown once.
            if (message.Kind < ChannelMessageKind.Warning)
                return;
            lock (seen)
            {
                if (seen.Add(message.RawMessage))
                    terminal.Message($"warning: {PlainText.Line(message.RawMessage)}");
            }
        };
        return ml;
    }
}
