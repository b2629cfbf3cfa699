using System.Text.Json;
using MLNetLoss.Sample;
using MLNetLoss.Sample.Demo;
using MLNetLoss.Sample.Output;

namespace MLNetLoss.Tests.Sample;

[TestClass]
public class ExceptionDemoTests
{
    private static void WriteDocumentation(TemporaryDirectory directory)
    {
        string members = string.Concat(Enumerable.Range(0, 240).Select(i => $"""
            <member name="M:A.Type{i / 6}.{(i % 2 == 0 ? "OpenFile" : "ParseNumber")}{(char)('A' + i % 6)}">
              <summary>{(i % 2 == 0 ? "Opens the file" : "Parses the number")}</summary>
              <exception cref="T:System.{(i % 2 == 0 ? "IO.IOException" : "FormatException")}" />
              {(i % 3 == 0 ? "<exception cref=\"T:System.ArgumentNullException\" />" : "")}
            </member>
            """));
        directory.Write("dotnet/packs/A.Ref/1.0.0/ref/net10.0/a.xml", $"<doc><members>{members}</members></doc>");
    }

    private static (int ExitCode, string Output, string Error) Run(TemporaryDirectory directory, bool json, string typed = "", bool interactive = false)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(new StringReader(typed), output, error, outputIsTerminal: interactive, inputIsTerminal: interactive);
        int exitCode = new ExceptionDemo(terminal, json, CancellationToken.None).Run([directory["nothing"], directory["dotnet"]], directory.Path);
        return (exitCode, output.ToString(), error.ToString());
    }

    [TestMethod]
    public void ShowsEverythingAPersonLooksFor()
    {
        using var directory = new TemporaryDirectory();
        WriteDocumentation(directory);
        (int exitCode, string output, _) = Run(directory, json: false);
        Assert.AreEqual(0, exitCode);
        foreach (string part in new[]
        {
            directory["dotnet"], "240 members, 3 exceptions", "micro_f1", "The easiest exceptions", "The hardest exceptions", "\"number\"",
            "Saved to", "Predictions of the loaded model", "Next, try", "predict --model", "evaluate --model",
        })
        {
            StringAssert.Contains(output, part);
        }
    }

    [TestMethod]
    public void ItsFilesServeTheCommandsItNames()
    {
        using var directory = new TemporaryDirectory();
        WriteDocumentation(directory);
        JsonElement demo = JsonDocument.Parse(Run(directory, json: true).Output).RootElement;
        JsonElement again = CommandLineRun.Of(
            "evaluate", "--model", directory["exceptions.zip"], "--data", directory["held-out.csv"], "--text", "Text", "--labels", "Exceptions",
            "--json").Succeeded().Json;
        foreach (string key in new[] { "micro_f1", "lrap", "bce" })
            Assert.AreEqual(demo.GetProperty(key).GetDouble(), again.GetProperty(key).GetDouble(), key);
        Assert.AreEqual(240, demo.GetProperty("members").GetInt32());
        Assert.IsTrue(demo.GetProperty("converged").GetBoolean());
        CommandLineRun predicted = CommandLineRun.Of(
            "predict", "--model", directory["exceptions.zip"], "--data", directory["held-out.csv"], "--text", "Text", "--top", "3").Succeeded();
        StringAssert.Contains(predicted.Output, "IOException");
    }

    [TestMethod]
    public void AnswersWhatIsTypedUntilAnEmptyLine()
    {
        using var directory = new TemporaryDirectory();
        WriteDocumentation(directory);
        string output = Run(directory, json: false, typed: "Opens the file\n\nnever read\n", interactive: true).Output;
        string conversation = output[output.IndexOf("Or describe", StringComparison.Ordinal)..];
        Assert.AreEqual(2, conversation.Split("> ").Length - 1, conversation);
        StringAssert.Contains(conversation, "IOException");
    }

    [TestMethod]
    public void SaysWhereItLookedWhenThereIsNoDocumentation()
    {
        using var directory = new TemporaryDirectory();
        var exception = Assert.ThrowsExactly<InputException>(() => Run(directory, json: false));
        StringAssert.Contains(exception.Message, directory["nothing"]);
        StringAssert.Contains(exception.Message, "train --data");
        Assert.DoesNotContain("\n", exception.Message);
    }
}
