using MLNetLoss.Interop;

namespace MLNetLoss.Tests.Interop;

[TestClass]
public sealed class ModelReaderTests
{
    /// <summary>As bytes, an array of 2 GB or more does not fit a span: what is asked of the stream at once must not grow with the array.</summary>
    [TestMethod]
    [DataRow(1_000)]
    [DataRow(100_000)]
    [DataRow(1_000_000)]
    public void Arrays_are_read_in_pieces(int count)
    {
        float[] weights = [.. Enumerable.Range(0, count).Select(i => i * 0.5f)];
        var written = new MemoryStream();
        var writer = new ModelWriter(new BinaryWriter(written), 1);
        writer.Write<float>(weights);
        writer.Write<double>([1, 2, 3]);
        writer.Finish();

        using var stream = new Watched(written.ToArray());
        var reader = new ModelReader(new BinaryReader(stream), "Thing", 1);
        CollectionAssert.AreEqual(weights, reader.ReadArray<float>());
        CollectionAssert.AreEqual(new double[] { 1, 2, 3 }, reader.ReadArray<double>());
        reader.Finish();
        Assert.IsLessThanOrEqualTo(1 << 16, stream.MostAtOnce);
    }

    private sealed class Watched(byte[] bytes) : MemoryStream(bytes)
    {
        public int MostAtOnce { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            MostAtOnce = Math.Max(MostAtOnce, buffer.Length);
            return base.Read(buffer);
        }
    }
}
