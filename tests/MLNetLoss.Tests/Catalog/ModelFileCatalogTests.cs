using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using MLNetLoss.Sample;
using MLNetLoss.Sample.Learning;

namespace MLNetLoss.Tests.Catalog;

/// <summary>A damaged model file is refused before ML.NET reads it.</summary>
[TestClass]
public sealed class ModelFileCatalogTests
{
    private static readonly string s_sound = Path.Combine(AppContext.BaseDirectory, "corpus", "model", "version1-sparse.zip");

    // One bit of the packed schema: ML.NET's reader of it never came back.
    private static readonly byte[] s_endless = Flipped(1559, 8);

    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void ASoundFileLoadsAsEverAndKnowsOurComponents()
    {
        ITransformer fromFile = _ml.Model.LoadVerified(s_sound, out DataViewSchema? schema);
        using var stream = new MemoryStream(File.ReadAllBytes(s_sound));
        stream.Position = 7;
        ITransformer fromStream = new MLContext(1).Model.LoadVerified(stream, out DataViewSchema? again);
        Assert.IsNotNull(schema);
        Assert.IsNotNull(again);
        CollectionAssert.AreEqual(Columns(fromFile.GetOutputSchema(schema)), Columns(fromStream.GetOutputSchema(again)));
        CollectionAssert.Contains(Columns(fromFile.GetOutputSchema(schema)), "Score");
    }

    [TestMethod]
    public void SoundFilesPass()
    {
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(s_sound)!))
        {
            _ml.Model.Verify(file);
            using FileStream stream = File.OpenRead(file);
            _ml.Model.Verify(stream);
            Assert.AreEqual(0, stream.Position, "left at its beginning, ready to be loaded");
        }
    }

    [TestMethod]
    [Timeout(20_000, CooperativeCancellation = false)]
    public void ASchemaThatEndsTooEarlyIsRefusedAndHangsNobody()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory["m.zip"], s_endless);
        string expected = $"{directory["m.zip"]} is not a model file, or it is damaged: the checksum of its part 'Schema' does not match.";
        Assert.AreEqual(expected, Assert.ThrowsExactly<InvalidDataException>(() => _ml.Model.LoadVerified(directory["m.zip"], out _)).Message);
        Assert.AreEqual(expected, Assert.ThrowsExactly<InvalidDataException>(() => _ml.Model.Verify(directory["m.zip"])).Message);
        using var stream = new MemoryStream(s_endless);
        Assert.Contains("The stream is not a model file", Assert.ThrowsExactly<InvalidDataException>(() => _ml.Model.LoadVerified(stream, out _)).Message);
        Assert.Contains(
            "m.zip: not a readable model file, or a damaged one: the checksum of its part 'Schema' does not match",
            Assert.ThrowsExactly<InputException>(() => ModelFile.Load(_ml, directory["m.zip"])).Message);
    }

    // Names and dates have no checksum: a part of another name is one that ML.NET does not find. What parts hold has one.
    [TestMethod]
    public void NoFlippedByteGivesAnotherContent()
    {
        List<byte[]> sound = Contents(File.ReadAllBytes(s_sound));
        int length = (int)new FileInfo(s_sound).Length, refused = 0;
        for (int at = 0; at < length; at++)
        {
            byte[] file = Flipped(at, (byte)(1 << (at % 8)));
            try
            {
                using var stream = new MemoryStream(file);
                _ml.Model.Verify(stream);
            }
            catch (InvalidDataException)
            {
                refused++;
                continue;
            }

            Assert.IsTrue(
                Contents(file).TrueForAll(content => sound.Exists(whole => content.AsSpan().SequenceEqual(whole))), $"byte {at} of {length}");
        }

        Assert.IsGreaterThan(length / 2, refused);
    }

    [TestMethod]
    public void AFileCutShortIsRefused()
    {
        byte[] file = File.ReadAllBytes(s_sound);
        for (int length = 0; length < file.Length; length += 13)
        {
            using var stream = new MemoryStream(file[..length]);
            Assert.ThrowsExactly<InvalidDataException>(() => _ml.Model.Verify(stream), $"{length} of {file.Length} bytes");
        }
    }

    [TestMethod]
    [DataRow(999, "the checksum of its part 'part' does not match")]
    [DataRow(1001, "its part 'part' has another length than the 1001 bytes it claims")]
    public void APartOfAnotherLengthThanItSaysIsRefused(int says, string expected)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (Stream part = archive.CreateEntry("part", CompressionLevel.Fastest).Open())
            part.Write(Encoding.ASCII.GetBytes(new string('a', 1000)));

        // The directory at the file's end says how long the part is, 24 bytes after its mark.
        byte[] bytes = stream.ToArray();
        int at = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        Assert.AreEqual(1000, BitConverter.ToInt32(bytes, at + 24));
        BitConverter.TryWriteBytes(bytes.AsSpan(at + 24), says);
        using var changed = new MemoryStream(bytes);
        Assert.Contains(expected, Assert.ThrowsExactly<InvalidDataException>(() => _ml.Model.Verify(changed)).Message);
    }

    [TestMethod]
    public void AStreamThatCannotSeekIsRefusedAsSuch()
    {
        // As a download is one.
        using var packed = new GZipStream(new MemoryStream(), CompressionMode.Decompress);
        Assert.Contains("cannot seek", Assert.ThrowsExactly<ArgumentException>(() => _ml.Model.Verify(packed)).Message);
        Assert.Contains("cannot seek", Assert.ThrowsExactly<ArgumentException>(() => _ml.Model.LoadVerified(packed, out _)).Message);
    }

    [TestMethod]
    public void NothingIsNoModel()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Model.Verify((Stream)null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Model.LoadVerified((Stream)null!, out _));
        Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Model.LoadVerified("there-is-no-such-file.zip", out _));
    }

    private static byte[] Flipped(int at, byte bits)
    {
        byte[] file = File.ReadAllBytes(s_sound);
        file[at] ^= bits;
        return file;
    }

    private static string[] Columns(DataViewSchema schema) => [.. schema.Select(column => column.Name)];

    private static List<byte[]> Contents(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        return [.. archive.Entries.Select(entry =>
        {
            using var content = new MemoryStream();
            using Stream packed = entry.Open();
            packed.CopyTo(content);
            return content.ToArray();
        })];
    }
}
