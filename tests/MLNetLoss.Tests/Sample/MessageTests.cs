using System.Text;
using System.Text.Json;
using MLNetLoss.Sample;
using MLNetLoss.Sample.Output;

namespace MLNetLoss.Tests.Sample;

[TestClass]
public class MessageTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void WorkIsDoneThoughNobodyCanBeTold(bool isClosed)
    {
        using var directory = new TemporaryDirectory();
        string data = directory.Write("a.txt", SampleData.TextFormat(rows: 30, seed: 1));
        using var output = new StringWriter();
        var terminal = new Terminal(TextReader.Null, output, isClosed ? new ClosedDescriptor() : new FullDisk());
        Assert.AreEqual(0, CommandLine.Run(["train", "--data", data, "--model", directory["m.zip"], "--json"], terminal));
        Assert.IsTrue(JsonDocument.Parse(output.ToString()).RootElement.TryGetProperty("objective", out _));
        Assert.AreEqual(1, CommandLine.Run(["train", "--data", directory["no.txt"], "--model", directory["n.zip"]], terminal));
        CollectionAssert.AreEqual(new[] { "a.txt", "m.zip" }, directory.FileNames);
    }

    [TestMethod]
    public void ResultsThatCannotBeWrittenAreAnError()
    {
        using var directory = new TemporaryDirectory();
        string data = directory.Write("a.txt", SampleData.TextFormat(rows: 30, seed: 1));
        using var error = new StringWriter();
        Assert.AreEqual(1, CommandLine.Run(
            ["train", "--data", data, "--model", directory["m.zip"], "--json"], new Terminal(TextReader.Null, new FullDisk(), error)));
        StringAssert.EndsWith(error.ToString(), "error: No space left on device" + Environment.NewLine);
    }

    [TestMethod]
    [DataRow(1000, false)]
    [DataRow(1001, true)]
    public void OnlyALineTooLongIsCut(int length, bool isCut)
    {
        string line = CommandLine.Line(new InputException(new string('x', length)));
        Assert.AreEqual(isCut ? new string('x', 1000) + "..." : new string('x', length), line);
    }

    private sealed class ClosedDescriptor : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new UnauthorizedAccessException("Access to the path is denied.");
    }

    private sealed class FullDisk : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("No space left on device");
    }
}
