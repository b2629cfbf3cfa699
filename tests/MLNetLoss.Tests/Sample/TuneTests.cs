using System.Text.Json;

namespace MLNetLoss.Tests.Sample;

[TestClass]
public class TuneTests
{
    [TestMethod]
    [DataRow("")]
    [DataRow("--objective micro-f --beta 2 --thresholds one")]
    [DataRow("--objective samples-f --min-positives 3")]
    [DataRow("--min-precision 0.9")]
    [DataRow("--min-recall 0.95 --thresholds one --unreachable never")]
    [DataRow("--max-miss-rate 0.1")]
    [DataRow("--max-miss-rate 0.1 --thresholds per-label")]
    public void TunedModel_IsSaved_AndPredictsAsItWasSaid(string options)
    {
        using var directory = new TemporaryDirectory();
        string model = Train(directory), held = directory.Write("held.txt", SampleData.TextFormat(rows: 80, seed: 2)), tuned = directory["tuned.zip"];
        byte[] before = File.ReadAllBytes(model);
        JsonElement said = CommandLineRun.Of(
            ["tune", "--model", model, "--data", held, "--output", tuned, "--json", .. Split(options)]).Succeeded().Json;
        CollectionAssert.AreEqual(before, File.ReadAllBytes(model));
        Assert.IsTrue(said.GetProperty("meets_constraint").GetBoolean());
        Assert.AreEqual(
            options.Contains("one", StringComparison.Ordinal) || options == "--max-miss-rate 0.1", said.GetProperty("one_threshold").GetBoolean());
        Assert.AreEqual(3, said.GetProperty("thresholds").GetArrayLength());

        JsonElement evaluated = CommandLineRun.Of("evaluate", "--model", tuned, "--data", held, "--json").Succeeded().Json;
        foreach (JsonProperty measure in said.GetProperty("after").EnumerateObject())
            Assert.AreEqual(measure.Value.GetDouble(), evaluated.GetProperty(measure.Name).GetDouble(), 1e-12, measure.Name);
        JsonElement first = CommandLineRun.Of("evaluate", "--model", model, "--data", held, "--json").Succeeded().Json;
        foreach (JsonProperty measure in said.GetProperty("before").EnumerateObject())
            Assert.AreEqual(measure.Value.GetDouble(), first.GetProperty(measure.Name).GetDouble(), 1e-12, measure.Name);
        if (options.Length == 0)
        {
            Assert.AreEqual(evaluated.GetProperty("macro_f1").GetDouble(), said.GetProperty("value").GetDouble(), 1e-12);
            Assert.AreEqual("the greatest macro F1", said.GetProperty("rule").GetString());
        }
    }

    [TestMethod]
    public void TablesOfText_AreTunedOn_AndAPersonReadsWhatCameOfIt()
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.csv", SampleData.Csv(rows: 200, seed: 1));
        string model = directory["model.zip"];
        CommandLineRun.Of("train", "--data", train, "--text", "Text", "--labels", "Tags", "--model", model).Succeeded();
        // In place: the file is read before it is written.
        CommandLineRun run = CommandLineRun.Of(
            "tune", "--model", model, "--data", train, "--text", "Text", "--labels", "Tags", "--output", model, "--min-precision", "0.9").Succeeded();
        StringAssert.Contains(run.Output, "Goal: a precision of at least 0.9; reached: a mean recall of ");
        StringAssert.Contains(run.Output, "Format");
        StringAssert.Contains(run.Output, "samples_recall");
        CommandLineRun.Of("predict", "--model", model, "--data", train, "--text", "Text").Succeeded();
        CollectionAssert.AreEqual(new[] { "model.zip", "train.csv" }, directory.FileNames);
    }

    [TestMethod]
    [DataRow("--min-precision 0.9 --min-positives 1000000 --thresholds one", "but the bound is not met.")]
    [DataRow("--max-miss-rate 0.012 --thresholds per-label", "labels do not meet the bound.")]
    public void ABoundThatIsNotMet_IsSaid(string options, string said)
    {
        using var directory = new TemporaryDirectory();
        string model = Train(directory), held = directory.Write("held.txt", SampleData.TextFormat(rows: 80, seed: 2));
        CommandLineRun run = CommandLineRun.Of(["tune", "--model", model, "--data", held, "--output", directory["tuned.zip"], .. Split(options)]);
        StringAssert.Contains(run.Succeeded().Output, said);
    }

    [TestMethod]
    [DataRow("--min-precision 0.9 --min-recall 0.9", "tune: expected one goal, found --min-precision and --min-recall")]
    [DataRow("--objective micro-f --max-miss-rate 0.1", "tune: expected one goal, found --objective and --max-miss-rate")]
    [DataRow("--min-precision 0.9 --beta 2", "--beta goes with --objective, not with --min-precision")]
    [DataRow("--unreachable never", "--unreachable goes with --min-precision and --min-recall")]
    [DataRow("--min-recall 0.5 --unreachable no", "--unreachable: expected keep or nearest or never, found 'no'")]
    [DataRow("--min-precision 1.5", "--min-precision: expected a number above 0 and at most 1, found '1.5'")]
    [DataRow("--min-recall 0", "--min-recall: expected a number above 0 and at most 1, found '0'")]
    [DataRow("--max-miss-rate 1", "--max-miss-rate: expected a number above 0 and below 1, found '1'")]
    [DataRow("--beta nan", "--beta: expected a number above 0 and at most 1000000, found 'nan'")]
    [DataRow("--beta 1e200", "--beta: expected a number above 0 and at most 1000000, found '1e200'")]
    [DataRow("--objective f", "--objective: expected macro-f or micro-f or samples-f, found 'f'")]
    [DataRow("--thresholds two", "--thresholds: expected one or per-label, found 'two'")]
    [DataRow("--max-miss-rate 0.01", "With 80 rows that have a label no expected miss rate below 1/81 can be guaranteed; 0.01 needs at least 99 rows.")]
    [DataRow("--text T", "held.txt: --text, --labels and --separator are of a table, whose name ends in .csv or .tsv")]
    public void WhatCannotBe_IsOneLine_AndLeavesNoModel(string options, string named)
    {
        using var directory = new TemporaryDirectory();
        string model = Train(directory), held = directory.Write("held.txt", SampleData.TextFormat(rows: 80, seed: 2));
        string[] before = directory.FileNames;
        CommandLineRun.Of(["tune", "--model", model, "--data", held, "--output", directory["tuned.zip"], .. Split(options)]).FailedNaming(named);
        CollectionAssert.AreEqual(before, directory.FileNames);
    }

    [TestMethod]
    public void OutputThatCannotBeWritten_IsNamed_AndAStoppedCommandLeavesNone()
    {
        using var directory = new TemporaryDirectory();
        string model = Train(directory), held = directory.Write("held.txt", SampleData.TextFormat(rows: 30, seed: 2));
        string[] before = directory.FileNames;
        CommandLineRun.Of("tune", "--model", model, "--data", held, "--output", directory["no/m.zip"]).FailedNaming("--output", "there is no directory");
        CommandLineRun.Of("tune", "--model", model, "--data", held).FailedNaming("--output");
        Assert.AreEqual(130, CommandLineRun.Of(
            new CancellationToken(canceled: true), "tune", "--model", model, "--data", held, "--output", directory["tuned.zip"]).ExitCode);
        CollectionAssert.AreEqual(before, directory.FileNames);
    }

    private static string Train(TemporaryDirectory directory)
    {
        string train = directory.Write("train.txt", SampleData.TextFormat(rows: 100, seed: 1));
        CommandLineRun.Of("train", "--data", train, "--model", directory["model.zip"]).Succeeded();
        return directory["model.zip"];
    }

    private static string[] Split(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
