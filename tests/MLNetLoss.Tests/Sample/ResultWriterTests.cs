using MLNetLoss.Sample;
using MLNetLoss.Sample.Output;

namespace MLNetLoss.Tests.Sample;

[TestClass]
public sealed class ResultWriterTests
{
    [TestMethod]
    public void WritesAllThatItIsGiven()
    {
        using var text = new StringWriter();
        using (var writer = new ResultWriter(text, "output"))
        {
            writer.Write('a');
            writer.Write("b");
            writer.Write(['c', 'd']);
            writer.WriteLine("e");
            writer.WriteLine();
            writer.Flush();
        }
        Assert.AreEqual($"abcde{Environment.NewLine}{Environment.NewLine}", text.ToString());
    }

    [TestMethod]
    public void NamesAnOutputThatIsFullOrClosed()
    {
        using var full = new ResultWriter(new FailingWriter(new IOException("No space left on device")), "standard output");
        using var closed = new ResultWriter(new FailingWriter(new UnauthorizedAccessException("Access to the path is denied.")), "standard output");
        foreach (Action<ResultWriter> write in (Action<ResultWriter>[])[writer => writer.Write('a'), writer => writer.Write("a"), writer => writer.WriteLine("a"), writer => writer.Flush()])
        {
            Assert.AreEqual("standard output: cannot be written: No space left on device", Assert.ThrowsExactly<InputException>(() => write(full)).Message);
            Assert.AreEqual("standard output: cannot be written: it is closed", Assert.ThrowsExactly<InputException>(() => write(closed)).Message);
        }
    }

    private sealed class FailingWriter(Exception exception) : StringWriter
    {
        public override void Write(ReadOnlySpan<char> buffer) => throw exception;

        public override void Flush() => throw exception;
    }
}
