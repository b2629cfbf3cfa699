using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;

namespace MLNetLoss.Fuzz.Targets;

/// <summary>
/// The loader of the multi-label text format: each file is either read as <see cref="MultiLabelTextReference"/> reads it or refused with
/// the documented exception where that refuses it.
/// </summary>
internal sealed class TextTarget() : FuzzTarget(
    "text", "text",
    "\n", "\r", "\r\n", " ", "\t", ",", ":", "-", "+", ".", "e", "0", "1", "9", "nan", "inf", "1e39", "1e-50", "1000000000", "1048577", "0:1",
    " 1:1", "3 4 3\n", "\0", "\u00FF", "\u00EF\u00BB\u00BF", "#")
{
    private const int Window = 65535;
    private readonly DataOperationsCatalog _catalog = new MLContext().Data;

    public override bool Try(byte[] input, Random random)
    {
        if (random.Next(50) == 0)
            input = AcrossTheWindow(input, random);
        int? labels = random.Next(3) == 0 ? random.Next(1, 12) : null;
        int? features = random.Next(3) == 0 ? random.Next(1, 12) : null;
        bool zeroBased = random.Next(2) == 0;
        string file = Path.Combine(Folder, "file.txt");
        File.WriteAllBytes(file, input);
        string[]? expected = MultiLabelTextReference.Parse(input, labels, features, zeroBased);
        string context = $"labels {labels}, features {features}, labels from zero {zeroBased}";
        IDataView data;
        try
        {
            data = Bounded(200_000 + (40 * input.Length), () =>
            {
                IDataView data = _catalog.LoadFromMultiLabelTextFile(
                    file, numberOfLabels: labels, numberOfFeatures: features, zeroBasedLabels: zeroBased);
                PassOver(data);
                return data;
            });
        }
        catch (MultiLabelTextFormatException exception)
        {
            return expected is null ? false : throw new FuzzException($"{context}: refused, but it is sound: {exception.Message}");
        }
        catch (ArgumentException e) when (e.ParamName is "numberOfLabels" or "numberOfFeatures" && e.Message.Contains("header", StringComparison.Ordinal))
        {
            // The sizes given contradict the header: the caller's fault, not the file's.
            return false;
        }

        if (expected is null)
            throw new FuzzException($"{context}: taken, but it is faulty");
        string[] actual = MultiLabelTextLines.Read(data);
        return actual.SequenceEqual(expected) ? true
            : throw new FuzzException($"{context}: read as '{string.Join('/', actual)}', expected '{string.Join('/', expected)}'");
    }

    /// <summary>Pushes what follows the first line over the end of the reader's window, by lines with nothing on them.</summary>
    private static byte[] AcrossTheWindow(byte[] input, Random random)
    {
        int lines = Window - random.Next(Math.Min(input.Length, Window) + 1);
        int at = Array.IndexOf(input, (byte)'\n') + 1;
        return [.. input[..at], .. Enumerable.Repeat((byte)'\n', lines), .. input[at..]];
    }

    private static void PassOver(IDataView data)
    {
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        ValueGetter<VBuffer<float>> getLabels = cursor.GetGetter<VBuffer<float>>(data.Schema["Label"]);
        ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]);
        VBuffer<float> value = default;
        while (cursor.MoveNext())
        {
            getLabels(ref value);
            getFeatures(ref value);
        }
    }
}
