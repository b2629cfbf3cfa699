using System.IO.Compression;
using Microsoft.ML;
using MLNetLoss.Sample;
using MLNetLoss.Sample.Learning;

namespace MLNetLoss.Fuzz.Targets;

/// <summary>
/// Whole model files, as the command line loads them: refused with one clean line, or loaded. Every other one is packed anew, with checksums
/// that fit what its transformers' entries hold, so that damage reaches what reads them.
/// </summary>
internal sealed class ModelTarget() : FuzzTarget(
    "model", "model",
    "PK\u0003\u0004", "PK\u0001\u0002", "PK\u0005\u0006", "\0\0\0\0", "\u00FF\u00FF\u00FF\u00FF", "../", "/etc/passwd", "Model.key", "TransformerChain\\",
    "TransformerChain/", "..\\", "\u0008\0", "C:\\")
{
    private const string OfTransformers = "TransformerChain/Transform_";
    private const int ContextLife = 1000;
    private MLContext _ml = new();
    private int _uses;
    private Dictionary<string, byte[]> _frame = [];

    public override int Longest => 1 << 15;

    public override bool Try(byte[] input, Random random)
    {
        if (++_uses % ContextLife == 0)
            _ml = new MLContext();
        string file = Path.Combine(Folder, "model.zip");
        File.WriteAllBytes(file, random.Next(2) == 0 ? input : Pack(input));
        try
        {
            // What ML.NET itself takes for a file of any size, and what a zip file of this length can be unpacked to.
            Bounded(8_000_000 + (1100L * input.Length), () => ModelFile.Load(_ml, file));
            return true;
        }
        catch (InputException exception)
        {
            CleanLine.Check(CommandLine.Line(exception));
            return false;
        }
    }

    protected override IReadOnlyList<byte[]> Corpus()
    {
        using ZipArchive archive = ZipFile.OpenRead(CorpusFiles[0]);
        _frame = archive.Entries.Where(entry => !entry.FullName.StartsWith(OfTransformers, StringComparison.Ordinal))
            .ToDictionary(entry => entry.FullName, entry => Content(entry, Longest));
        return base.Corpus();
    }

    /// <summary>The archive with checksums that fit; as it is when it is none any more.</summary>
    private byte[] Pack(byte[] input)
    {
        using var packed = new MemoryStream();
        try
        {
            using var source = new ZipArchive(new MemoryStream(input));
            using var target = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true);
            foreach (ZipArchiveEntry entry in source.Entries)
            {
                // Of the frame itself ML.NET 5.0.1 believes everything: it waits for ever for the rest of a schema that ends too early, and
                // takes 17 GB for a chain that claims so many transformers. Only the checksums keep damage from it.
                byte[] content = _frame.TryGetValue(entry.FullName, out byte[]? sound) ? sound : Content(entry, Longest);
                using Stream to = target.CreateEntry(entry.FullName, CompressionLevel.Fastest).Open();
                to.Write(content);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            return input;
        }

        return packed.ToArray();
    }

    private static byte[] Content(ZipArchiveEntry entry, int most)
    {
        using Stream stream = entry.Open();
        byte[] content = new byte[Math.Min(entry.Length, most)];
        return content[..stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
    }
}
