using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using MLNetLoss.Sample;
using MLNetLoss.Sample.Files;
using MLNetLoss.Sample.Learning;

namespace MLNetLoss.Tests.Sample;

[TestClass]
public sealed class ModelArchiveTests
{
    private static string Corpus => Path.Combine(AppContext.BaseDirectory, "corpus", "model", "version1-sparse.zip");

    [TestMethod]
    public void SoundFilesPass()
    {
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(Corpus)!))
            ModelArchive.Check(file);
    }

    // One bit of the packed schema: ML.NET's reader of it never came back.
    [TestMethod]
    [Timeout(20_000, CooperativeCancellation = false)]
    public void ASchemaThatEndsTooEarlyIsRefusedAndHangsNobody()
    {
        using var directory = new TemporaryDirectory();
        byte[] file = File.ReadAllBytes(Corpus);
        file[1559] ^= 8;
        File.WriteAllBytes(directory["m.zip"], file);
        var exception = Assert.ThrowsExactly<InputException>(() => ModelFile.Load(new MLContext(), directory["m.zip"]));
        Assert.Contains("m.zip: not a model file that can be read, or a damaged one: the checksum of its part 'Schema' does not match", exception.Message);
    }

    [TestMethod]
    public void AnEntryThatHoldsMoreThanItSaysIsRefused()
    {
        using var directory = new TemporaryDirectory();
        using (ZipArchive archive = ZipFile.Open(directory["m.zip"], ZipArchiveMode.Create))
        using (Stream entry = archive.CreateEntry("part", CompressionLevel.NoCompression).Open())
            entry.Write(Encoding.ASCII.GetBytes(new string('a', 1000)));
        byte[] bytes = File.ReadAllBytes(directory["m.zip"]);
        // The directory at the file's end says how long the entry is, 24 bytes after its mark.
        int at = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        Assert.AreEqual(1000, BitConverter.ToInt32(bytes, at + 24));
        BitConverter.TryWriteBytes(bytes.AsSpan(at + 24), 999);
        File.WriteAllBytes(directory["m.zip"], bytes);
        Assert.ThrowsExactly<InvalidDataException>(() => ModelArchive.Check(directory["m.zip"]));
    }
}
