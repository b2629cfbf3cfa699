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
        StringAssert.EndsWith(error.ToString(), "error: standard output: cannot be written: No space left on device" + Environment.NewLine);
    }

    [TestMethod]
    [DataRow(1000, false)]
    [DataRow(1001, true)]
    public void OnlyALineTooLongIsCut(int length, bool isCut)
    {
        string line = CommandLine.Line(new InputException(new string('x', length)));
        Assert.AreEqual(isCut ? new string('x', 1000) + "..." : new string('x', length), line);
    }

    [TestMethod]
    public void AFileThatMayNotBeReadIsNamed()
    {
        // As .NET throws it; the exception inside does not name the file.
        var exception = new UnauthorizedAccessException("Access to the path '/data/a.csv' is denied.", new IOException("Permission denied"));
        Assert.AreEqual("Access to the path '/data/a.csv' is denied.", CommandLine.Line(exception));
        Assert.AreEqual("Access to the path '/data/a.csv' is denied.", CommandLine.Line(new AggregateException(exception)));
    }

    [TestMethod]
    public void WarningsNameTheColumnAsTheUserDoes()
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.csv", "Body,Kind\none,a\ntwo,b\n"), test = directory.Write("test.csv", "Body,Kind\none,a\ntwo,c\n");
        string model = directory["m.zip"];
        foreach (string[] command in new string[][]
        {
            ["train", "--data", train, "--test", test, "--model", model],
            ["evaluate", "--data", test, "--model", model],
            ["tune", "--data", test, "--model", model, "--output", directory["tuned.zip"]],
        })
        {
            CommandLineRun run = CommandLineRun.Of([.. command, "--text", "Body", "--labels", "Kind"]).Succeeded();
            StringAssert.Contains(run.Error, "warning: Column 'Kind': labels unknown to the model and ignored so far: 1");
            Assert.DoesNotContain("Tags", run.Error);
        }
    }

    [TestMethod]
    public void NamesOfLabelsAreShownAsOneLineThatATerminalDoesNotObey()
    {
        using var directory = new TemporaryDirectory();
        string data = directory.Write("a.csv", "Text,Tags\none,\"odd\n\u001b[2Jname\"\ntwo,\"odd\n\u001b[2Jname;b\"\n");
        CommandLineRun run = CommandLineRun.Of(
            "train", "--data", data, "--test", data, "--text", "Text", "--labels", "Tags", "--model", directory["m.zip"]).Succeeded();
        StringAssert.Contains(run.Error, "always: 'odd ?[2Jname'.");
        run = CommandLineRun.Of("evaluate", "--model", directory["m.zip"], "--data", data, "--text", "Text", "--labels", "Tags").Succeeded();
        StringAssert.Contains(run.Output, "odd ?[2Jname");
        Assert.DoesNotContain("\u001b", run.Output + run.Error);
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
