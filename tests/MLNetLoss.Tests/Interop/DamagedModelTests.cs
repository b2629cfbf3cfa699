using System.IO.Compression;
using Microsoft.ML;
using MLNetLoss.Tests.Docs;

namespace MLNetLoss.Tests.Interop;

/// <summary>What is not a model of ours, or not one any more, is refused and never half loaded.</summary>
[TestClass]
public sealed class DamagedModelTests
{
    // ML.NET saves each transformer of a chain in a folder of its own.
    private const string OurEntry = "TransformerChain/Transform_001/Model.key";

    private static readonly byte[] s_file = MakeFile();
    private static readonly string[] s_expected = EstimatorCheck.Rows(Load(s_file).Transform(Data(new MLContext(1))));

    [TestMethod]
    public void NewerVersion_IsRefusedWithAdvice()
    {
        // The state begins with its version, and then comes the length of the text "Features".
        byte[] newer = Rewrite(entry =>
        {
            ReadOnlySpan<byte> start = [2, 0, 0, 0, 8, 0, 0, 0, (byte)'F', (byte)'e', (byte)'a'];
            int at = entry.AsSpan().IndexOf(start);
            Assert.IsGreaterThan(0, at);
            entry[at] = 3;
        });
        string message = Message(newer);
        Assert.Contains("MultiLabelPredictionTransformer was saved by a newer MLNetLoss (version 3 of its format; this one reads up to 2)", message);
        Assert.Contains("Update MLNetLoss", message);
    }

    [TestMethod]
    public void FlippedBytesOfOurEntry_AreFound()
    {
        int length = 0;
        Rewrite(entry => length = entry.Length);
        for (int i = 0; i < length; i += 7)
        {
            int at = i;
            byte[] flipped = Rewrite(entry => entry[at] ^= 0x40);
            AssertRefusedOrEqual(flipped, $"byte {i} of {length}");
        }
    }

    [TestMethod]
    public void AFlippedWeight_IsNamedAsDamage()
    {
        byte[] flipped = Rewrite(entry =>
        {
            int at = entry.AsSpan().IndexOf(BitConverter.GetBytes(3f));
            Assert.IsGreaterThan(0, at);
            entry[at + 2] ^= 1;
        });
        Assert.Contains("The model's MultiLabelPredictionTransformer is damaged: its checksum does not match", Message(flipped));
    }

    [TestMethod]
    public void EntryCutShort_IsRefused()
    {
        // ML.NET's frame says how long an entry is.
        byte[] cut = Rewrite(entry => entry[..^40]);
        Assert.Contains("invalid format", Message(cut));
    }

    [TestMethod]
    public void FileCutShort_IsRefused()
    {
        for (int length = 0; length < s_file.Length; length += 211)
        {
            byte[] cut = s_file[..length];
            Assert.Throws<Exception>(() => Load(cut), $"the first {length} of {s_file.Length} bytes");
        }
    }

    [TestMethod]
    public void ForeignFiles_AreRefused()
    {
        Assert.Throws<Exception>(() => Load("not a model at all"u8.ToArray()));
        Assert.Throws<Exception>(() => Load([]));
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry("readme.txt").Open();
            entry.Write("hello"u8);
        }

        Assert.Throws<Exception>(() => Load(zip.ToArray()));
    }

    private static void AssertRefusedOrEqual(byte[] file, string what)
    {
        ITransformer loaded;
        try
        {
            loaded = Load(file);
        }
        catch (Exception)
        {
            return;
        }

        // ML.NET's own frame has bytes that nobody reads.
        CollectionAssert.AreEqual(s_expected, EstimatorCheck.Rows(loaded.Transform(Data(new MLContext(1)))), what);
    }

    private static string Message(byte[] file)
    {
        Exception exception = Assert.Throws<Exception>(() => Load(file));
        var messages = new List<string>();
        for (Exception? e = exception; e is not null; e = e.InnerException)
            messages.Add(e.Message);
        return string.Join(" <- ", messages);
    }

    private static byte[] MakeFile()
    {
        using var model = new TicketModel();
        return File.ReadAllBytes(model.Path);
    }

    private static ITransformer Load(byte[] file)
    {
        var ml = new MLContext(1);
        ml.ComponentCatalog.RegisterMultiLabel();
        using var stream = new MemoryStream(file);
        return ml.Model.Load(stream, out _);
    }

    private static IDataView Data(MLContext ml) => ml.Data.LoadFromEnumerable([new Ticket { Text = "disk full" }, new Ticket { Text = "closed" }]);

    private static byte[] Rewrite(Action<byte[]> change) => Rewrite(entry =>
    {
        change(entry);
        return entry;
    });

    /// <summary>The file with our transformer's entry changed, and the archive made anew around it.</summary>
    private static byte[] Rewrite(Func<byte[], byte[]> change)
    {
        using var source = new ZipArchive(new MemoryStream(s_file));
        using var target = new MemoryStream();
        int changed = 0;
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in source.Entries)
            {
                using var content = new MemoryStream();
                using (Stream from = entry.Open())
                    from.CopyTo(content);
                byte[] bytes = content.ToArray();
                if (entry.FullName.Replace('\\', '/') == OurEntry)
                {
                    bytes = change(bytes);
                    changed++;
                }

                using Stream to = archive.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
                to.Write(bytes);
            }
        }

        Assert.AreEqual(1, changed, string.Join(", ", source.Entries.Select(entry => entry.FullName)));
        return target.ToArray();
    }
}
