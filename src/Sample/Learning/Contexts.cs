using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetLoss.Sample.Output;

namespace MLNetLoss.Sample.Learning;

/// <summary>Makes ML.NET contexts whose warnings the user sees.</summary>
internal static class Contexts
{
    /// <summary>Makes a context.</summary>
    /// <param name="terminal">Where warnings go.</param>
    /// <param name="seed">The seed of what is random.</param>
    public static MLContext Create(Terminal terminal, int? seed = null)
    {
        var ml = new MLContext(seed);
        var seen = new HashSet<string>();
        ml.Log += (_, message) =>
        {
            // Data are read more than once; what is said of them is shown once.
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
