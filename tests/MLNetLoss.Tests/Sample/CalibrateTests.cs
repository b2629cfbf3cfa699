using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Calibrators;
using MLNetLoss.Sample.Files;

namespace MLNetLoss.Tests.Sample;

[TestClass]
public class CalibrateTests
{
    [TestMethod]
    [DataRow("platt")]
    [DataRow("isotonic")]
    public void CalibratedModel_IsSaved_AsTheLibraryMakesIt(string method)
    {
        using var directory = new TemporaryDirectory();
        string model = Train(directory), held = directory.Write("held.txt", SampleData.TextFormat(rows: 80, seed: 2)), calibrated = directory["calibrated.zip"];
        JsonElement said = CommandLineRun.Of(
            "calibrate", "--model", model, "--data", held, "--output", calibrated, "--method", method, "--json").Succeeded().Json;
        Assert.AreEqual(3, said.GetProperty("labels").GetInt32());
        Assert.AreEqual(3, said.GetProperty("calibrated_labels").GetInt32());

        var ml = new MLContext();
        IDataView rows = ml.Data.LoadFromMultiLabelTextFile(held);
        ITransformer trained = ml.Model.LoadVerified(model, out _);
        ITransformer expected = trained.Append(method == "platt"
            ? ml.MultiLabelClassification.Calibrators.Platt().Fit(trained.Transform(rows))
            : ml.MultiLabelClassification.Calibrators.Isotonic().Fit(trained.Transform(rows)));
        JsonElement evaluated = CommandLineRun.Of("evaluate", "--model", calibrated, "--data", held, "--json").Succeeded().Json;
        foreach ((string part, ITransformer transformer) in new[] { ("before", trained), ("after", expected) })
        {
            var metrics = ml.MultiLabelClassification.Evaluate(transformer.Transform(rows));
            foreach (JsonProperty measure in said.GetProperty(part).EnumerateObject())
                Assert.AreEqual(metrics[measure.Name], measure.Value.GetDouble(), 1e-12, measure.Name);
        }

        foreach (JsonProperty measure in said.GetProperty("after").EnumerateObject())
            Assert.AreEqual(measure.Value.GetDouble(), evaluated.GetProperty(measure.Name).GetDouble(), 1e-12, measure.Name);
    }

    [TestMethod]
    public void TablesOfText_AreCalibratedOn_InPlace_Again_AndTunedAfterwards()
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.csv", SampleData.Csv(rows: 200, seed: 1)), model = directory["model.zip"];
        string[] data = ["--data", train, "--text", "Text", "--labels", "Tags"];
        CommandLineRun.Of(["train", "--model", model, .. data]).Succeeded();
        CommandLineRun run = CommandLineRun.Of(["calibrate", "--model", model, "--output", model, .. data]).Succeeded();
        StringAssert.Contains(run.Output, "3 of 3 labels calibrated.");
        StringAssert.Contains(run.Output, "macro_ece");
        CommandLineRun again = CommandLineRun.Of(["calibrate", "--model", model, "--output", model, "--min-rows", "1000", .. data]).Succeeded();
        StringAssert.Contains(again.Output, "0 of 3 labels calibrated.");
        StringAssert.Contains(again.Error, "keep the sigmoid of their scores");
        var ml = new MLContext();
        Assert.AreEqual(1, ((IEnumerable<ITransformer>)ml.Model.LoadVerified(model, out _)).OfType<MultiLabelCalibratorTransformer>().Count());
        JsonElement tuned = CommandLineRun.Of(["tune", "--model", model, "--output", model, "--json", .. data]).Succeeded().Json;
        Assert.AreEqual("Probability", tuned.GetProperty("column").GetString());
        CollectionAssert.AreEqual(new[] { "model.zip", "train.csv" }, directory.FileNames);
    }

    [TestMethod]
    public void PredictedNames_AreThoseOfTheCalibratedDecisions()
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.csv", SampleData.Csv(rows: 200, seed: 1)), held = directory["held.csv"];
        // Three rows of four lose their labels, so that calibration makes every label rarer.
        File.WriteAllText(held, "Text,Tags\n" + string.Concat(SampleData.Csv(rows: 200, seed: 2).TrimEnd('\n').Split('\n').Skip(1).Select(
            (line, row) => line.Split(',') is var cells && row % 4 == 0 ? $"{cells[1]},{cells[2]}\n" : $"{cells[1]},\n")));
        string[] columns = ["--text", "Text", "--labels", "Tags"];
        string model = directory["model.zip"], calibrated = directory["calibrated.zip"];
        CommandLineRun.Of(["train", "--data", train, "--model", model, .. columns]).Succeeded();
        CommandLineRun.Of(["calibrate", "--data", held, "--model", model, "--output", calibrated, .. columns]).Succeeded();

        var ml = new MLContext();
        IDataView rows = ml.Data.LoadFromEnumerable(TextTable.Read(held, "Text", "Tags", ';'));
        string[][] before = Names(model, out _), after = Names(calibrated, out bool[][] decisions);
        Assert.IsTrue(before.Zip(after).Any(pair => pair.First.Length != pair.Second.Length), "Calibration changed no decision.");
        for (int row = 0; row < after.Length; row++)
            Assert.AreEqual(decisions[row].Count(predicted => predicted), after[row].Length, $"row {row}");

        string[][] Names(string path, out bool[][] decisions)
        {
            IDataView scored = ml.Model.LoadVerified(path, out _).Transform(rows);
            decisions = [.. scored.GetColumn<bool[]>("PredictedLabel")];
            return [.. scored.GetColumn<string[]>("PredictedTags")];
        }
    }

    [TestMethod]
    [DataRow("--method sigmoid", "--method: expected platt or isotonic, found 'sigmoid'")]
    [DataRow("--min-rows 0", "--min-rows")]
    public void WhatCannotBe_IsOneLine_AndLeavesNoModel(string options, string named)
    {
        using var directory = new TemporaryDirectory();
        string model = Train(directory), held = directory.Write("held.txt", SampleData.TextFormat(rows: 20, seed: 2));
        string[] before = directory.FileNames;
        CommandLineRun.Of(["calibrate", "--model", model, "--data", held, "--output", directory["c.zip"], .. options.Split(' ')]).FailedNaming(named);
        CommandLineRun.Of("calibrate", "--model", model, "--data", held, "--output", held).FailedNaming("is the file of --data");
        Assert.AreEqual(130, CommandLineRun.Of(
            new CancellationToken(canceled: true), "calibrate", "--model", model, "--data", held, "--output", directory["c.zip"]).ExitCode);
        CollectionAssert.AreEqual(before, directory.FileNames);
    }

    [TestMethod]
    public void Export_WritesTheModelAsONNX_AndSaysWhatIsNotInIt()
    {
        using var directory = new TemporaryDirectory();
        string model = Train(directory), held = directory.Write("held.txt", SampleData.TextFormat(rows: 80, seed: 2)), onnx = directory["model.onnx"];
        CommandLineRun.Of("calibrate", "--model", model, "--data", held, "--output", model).Succeeded();
        CommandLineRun run = CommandLineRun.Of("export", "--model", model, "--output", onnx).Succeeded();
        StringAssert.Contains(run.Error, "Saved 3 labels of 4 features");
        using var expected = new MemoryStream();
        new MLContext().Model.LoadVerified(model, out _).SaveAsOnnx(expected);
        CollectionAssert.AreEqual(expected.ToArray(), File.ReadAllBytes(onnx));

        string table = directory.Write("train.csv", SampleData.Csv(rows: 50, seed: 1));
        CommandLineRun.Of("train", "--data", table, "--text", "Text", "--labels", "Tags", "--model", model).Succeeded();
        StringAssert.Contains(CommandLineRun.Of("export", "--model", model, "--output", onnx).Succeeded().Error, "takes features, not text");

        CommandLineRun.Of(
            "calibrate", "--data", table, "--text", "Text", "--labels", "Tags", "--model", model, "--output", model, "--method", "isotonic").Succeeded();
        CommandLineRun.Of("export", "--model", model, "--output", directory["no.onnx"]).FailedNaming("error: Label 0 (", "isotonic regression");
        CommandLineRun.Of("export", "--model", model, "--output", model).FailedNaming("is the file of --model");
        CollectionAssert.DoesNotContain(directory.FileNames, "no.onnx");
    }

    private static string Train(TemporaryDirectory directory)
    {
        string train = directory.Write("train.txt", SampleData.TextFormat(rows: 100, seed: 1));
        CommandLineRun.Of("train", "--data", train, "--model", directory["model.zip"]).Succeeded();
        return directory["model.zip"];
    }
}
