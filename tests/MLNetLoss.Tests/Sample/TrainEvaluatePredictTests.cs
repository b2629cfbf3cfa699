using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Sample.Files;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Sample;

[TestClass]
public class TrainEvaluatePredictTests
{
    private static readonly string[] s_trainingKeys = ["objective", "train_seconds", "iterations", "converged"];

    private static readonly string[] s_measureKeys =
    [
        "bce", "hamming_loss", "subset_accuracy",
        "micro_f1", "macro_f1", "weighted_f1", "samples_f1",
        "micro_precision", "macro_precision", "weighted_precision", "samples_precision",
        "micro_recall", "macro_recall", "weighted_recall", "samples_recall",
        "lrap", "coverage_error", "ranking_loss", "one_error",
        "macro_roc_auc", "micro_roc_auc", "macro_average_precision", "micro_average_precision",
        "precision_at_1", "precision_at_3", "precision_at_5", "recall_at_1", "recall_at_3", "recall_at_5",
        "ndcg_at_1", "ndcg_at_3", "ndcg_at_5",
    ];

    private static void AssertKeys(JsonElement json, params IEnumerable<string> keys)
    {
        foreach (string key in keys)
            Assert.IsTrue(json.TryGetProperty(key, out _), $"'{key}' is missing from {json}");
    }

    [TestMethod]
    [DataRow("gradient-descent")]
    [DataRow("logistic-regression")]
    public void TextFormatIsTrainedSavedEvaluatedAndPredicted(string trainer)
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.txt", SampleData.TextFormat(rows: 200, seed: 1));
        string test = directory.Write("test.txt", SampleData.TextFormat(rows: 50, seed: 2));
        string model = directory["model.zip"];

        JsonElement trained = CommandLineRun.Of(
            "train", "--data", train, "--test", test, "--model", model, "--trainer", trainer, "--seed", "3", "--json").Succeeded().Json;
        AssertKeys(trained, [.. s_trainingKeys, .. s_measureKeys]);
        Assert.IsGreaterThan(0.99, trained.GetProperty("micro_f1").GetDouble());

        JsonElement evaluated = CommandLineRun.Of("evaluate", "--model", model, "--data", test, "--json").Succeeded().Json;
        AssertKeys(evaluated, s_measureKeys);
        foreach (string key in s_measureKeys)
            Assert.AreEqual(trained.GetProperty(key).ToString(), evaluated.GetProperty(key).ToString(), key);

        string output = directory["out.csv"];
        CommandLineRun.Of("predict", "--model", model, "--data", test, "--top", "2", "--output", output).Succeeded();
        string[] lines = File.ReadAllLines(output);
        Assert.HasCount(51, lines);
        Assert.AreEqual("row,predicted,label_1,probability_1,label_2,probability_2", lines[0]);
        CollectionAssert.AreEqual(new[] { "model.zip", "out.csv", "test.txt", "train.txt" }, directory.FileNames);
    }

    [TestMethod]
    public void AFileWithoutHeaderTakesItsSizesFromTheModel()
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.txt", SampleData.TextFormat(rows: 100, seed: 1));
        string model = directory["model.zip"];
        CommandLineRun.Of("train", "--data", train, "--model", model).Succeeded();
        // Counted from 1, and with neither the last label nor the last feature in it.
        string rows = directory.Write("rows.txt", "1 1:1\n 2:1\n");
        string[] lines = CommandLineRun.Of("predict", "--model", model, "--data", rows, "--top", "1").Succeeded().Output.TrimEnd().Split('\n');
        Assert.HasCount(3, lines);
        StringAssert.StartsWith(lines[1], "1,0,0,");
        StringAssert.StartsWith(lines[2], "2,1,1,");
        string wide = directory.Write("wide.txt", "1 5 3\n0 4:1\n");
        CommandLineRun.Of("evaluate", "--model", model, "--data", wide).FailedNaming("wide.txt", "4 features");
    }

    [TestMethod]
    public void TablesOfTextAreTrainedSavedEvaluatedAndPredicted()
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.csv", SampleData.Csv(rows: 200, seed: 1));
        string test = directory.Write("test.tsv", SampleData.Csv(rows: 50, seed: 2, separator: '|', delimiter: '\t'));
        string model = directory["model.zip"];
        CommandLineRun.Of("train", "--data", train, "--text", "Text", "--labels", "Tags", "--model", model).Succeeded();

        JsonElement evaluated = CommandLineRun.Of(
            "evaluate", "--model", model, "--data", test, "--text", "Text", "--labels", "Tags", "--separator", "|", "--json").Succeeded().Json;
        Assert.IsGreaterThan(0.99, evaluated.GetProperty("micro_f1").GetDouble());

        string rows = directory.Write("rows.csv", "Text\nparse the number\n");
        string[] lines = CommandLineRun.Of("predict", "--model", model, "--data", rows, "--text", "Text").Succeeded().Output.TrimEnd().Split('\n');
        Assert.AreEqual("row,predicted,label_1,probability_1,label_2,probability_2,label_3,probability_3", lines[0]);
        StringAssert.StartsWith(lines[1], "1,Format,Format,0.");

        string numbers = directory.Write("numbers.txt", SampleData.TextFormat(rows: 2, seed: 1));
        CommandLineRun.Of("evaluate", "--model", model, "--data", numbers).FailedNaming("numbers.txt", "the model was trained on a table of text");
        CommandLineRun.Of("predict", "--model", model, "--data", rows, "--text", "Text", "--top", "4").FailedNaming("--top 4: the model has 3 labels");
    }

    [TestMethod]
    public void PredictedLabelsAreReadAsTheyWereWritten()
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.csv", "Text,Tags\nfiles,a;b\nnumbers,\"c,d|e\"\"f\"\nfiles and numbers,\"a;b|c,d|e\"\"f\"\n");
        string model = directory["m.zip"], output = directory["out.csv"];
        CommandLineRun.Of(
            "train", "--data", train, "--text", "Text", "--labels", "Tags", "--separator", "|", "--model", model, "--l2", "0.001").Succeeded();
        CommandLineRun.Of("predict", "--model", model, "--data", train, "--text", "Text", "--separator", "|", "--output", output).Succeeded();
        List<TextRow> expected = TextTable.Read(train, "Text", "Tags", '|'), actual = TextTable.Read(output, "row", "predicted", '|');
        Assert.HasCount(expected.Count, actual);
        for (int row = 0; row < expected.Count; row++)
            CollectionAssert.AreEqual(expected[row].Tags, actual[row].Tags);

        File.Delete(output);
        CommandLineRun.Of("predict", "--model", model, "--data", train, "--text", "Text", "--output", output)
            .FailedNaming("the label 'a;b' contains ';'", "give a --separator that no label contains");
        CommandLineRun.Of("predict", "--model", model, "--data", train, "--text", "Text", "--separator", ",")
            .FailedNaming("the label 'c,d' contains ','");
        Assert.IsFalse(File.Exists(output));
    }

    [TestMethod]
    public void ThreadsDoNotChangeThePredictions()
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.txt", SampleData.TextFormat(rows: 300, seed: 1));
        string[] predictions = [.. new[] { "1", "2" }.Select(threads =>
        {
            string model = directory[$"{threads}.zip"];
            CommandLineRun.Of("train", "--data", train, "--model", model, "--threads", threads, "--seed", "5").Succeeded();
            return CommandLineRun.Of("predict", "--model", model, "--data", train).Succeeded().Output;
        })];
        Assert.AreEqual(predictions[0], predictions[1]);
    }

    [TestMethod]
    [DataRow("--no-bias")]
    [DataRow("--l2", "0.5")]
    [DataRow("--iterations", "2")]
    [DataRow("--loss", "focal")]
    [DataRow("--loss", "asymmetric")]
    public void OptionsOfTheTrainerChangeTheModel(params string[] option)
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.txt", SampleData.TextFormat(rows: 60, seed: 1));
        string Predictions(params string[] options)
        {
            CommandLineRun.Of(["train", "--data", train, "--model", directory["m.zip"], .. options]).Succeeded();
            return CommandLineRun.Of("predict", "--model", directory["m.zip"], "--data", train).Succeeded().Output;
        }
        Assert.IsFalse(Predictions() == Predictions(option), "the option changed nothing");
    }

    [TestMethod]
    public void ThePrintedSummaryHasTheSizesOfTheModel()
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.txt", "2 1234 2\n0 0:1\n1 1233:1\n");
        StringAssert.StartsWith(CommandLineRun.Of("train", "--data", train, "--model", directory["m.zip"]).Succeeded().Output, "1,234 features, 2 labels: objective ");
    }

    [TestMethod]
    public void BothFormsOfTheLossReachTheSameObjective()
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.txt", SampleData.TextFormat(rows: 60, seed: 1));
        double Objective(string loss) => CommandLineRun.Of(
            "train", "--data", train, "--model", directory["m.zip"], "--loss", loss, "--l2", "1", "--json").Succeeded().Json
            .GetProperty("objective").GetDouble();
        Assert.AreEqual(1, Objective("bce") / Objective("bce-with-logits"), 1e-3);
    }

    [TestMethod]
    [DataRow("focal", "0", "bce-with-logits", 0)]
    [DataRow("focal", "2", "focal", 0)]
    [DataRow("asymmetric", "4", "asymmetric", 0)]
    [DataRow("focal", "3", "focal", -1)]
    [DataRow("asymmetric", "6", "asymmetric", -1)]
    public void AGreaterFocusingExponentMakesTheLossSmaller(string loss, string gamma, string other, int sign)
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.txt", SampleData.TextFormat(rows: 60, seed: 1));
        double Objective(params string[] options) => CommandLineRun.Of(
            ["train", "--data", train, "--model", directory["m.zip"], "--l2", "0.1", "--json", .. options]).Succeeded().Json
            .GetProperty("objective").GetDouble();
        double difference = (Objective("--loss", loss, "--gamma", gamma) / Objective("--loss", other)) - 1;
        Assert.AreEqual(sign, Math.Abs(difference) < 1e-12 ? 0 : Math.Sign(difference), $"{difference}");
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void TheObjectiveOfGradientDescentComesNearTheExactMinimum(bool balances)
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.txt", SampleData.TextFormat(rows: 300, seed: 1));
        string[] weighting = balances ? ["--balance-pos-weight"] : [];
        JsonElement Train(string trainer) => CommandLineRun.Of(
            ["train", "--data", train, "--model", directory["m.zip"], "--trainer", trainer, "--l2", "1", "--json", .. weighting]).Succeeded().Json;
        JsonElement exact = Train("logistic-regression");
        double ratio = Train("gradient-descent").GetProperty("objective").GetDouble() / exact.GetProperty("objective").GetDouble();
        Assert.IsTrue(exact.GetProperty("converged").GetBoolean());
        Assert.IsTrue(ratio is > 0.9999 and < 1.05, $"{ratio}");
    }

    [TestMethod]
    [DataRow("2 4 3\n 0:1\n 1:1\n", "label")]
    [DataRow("2 4 3\n0 0:1\n9 1:1\n", "data.txt")]
    [DataRow("2 4 3\n0 0:1\n1 1:nan\n", "data.txt")]
    [DataRow("", "data.txt")]
    public void TrainingDataThatCannotBeUsedLeavesNoModel(string content, string named)
    {
        using var directory = new TemporaryDirectory();
        string data = directory.Write("data.txt", content);
        CommandLineRun.Of("train", "--data", data, "--model", directory["m.zip"]).FailedNaming(named);
        CollectionAssert.AreEqual(new[] { "data.txt" }, directory.FileNames);
    }

    [TestMethod]
    public void ADamagedModelFileIsNamed()
    {
        using var directory = new TemporaryDirectory();
        string data = directory.Write("data.txt", SampleData.TextFormat(rows: 50, seed: 1));
        CommandLineRun.Of("train", "--data", data, "--model", directory["m.zip"]).Succeeded();
        byte[] whole = File.ReadAllBytes(directory["m.zip"]);
        foreach (int length in new[] { 0, 1, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(directory["m.zip"], whole[..length]);
            CommandLineRun.Of("predict", "--model", directory["m.zip"], "--data", data).FailedNaming("m.zip: not a readable model file, or a damaged one");
        }
    }

    [TestMethod]
    public void AModelFileWhoseChainDoesNotFitTogetherIsNamed()
    {
        using var directory = new TemporaryDirectory();
        string data = directory.Write("a.txt", SampleData.TextFormat(20, 1));
        var ml = new MLContext(1);
        IDataView rows = ml.Data.LoadFromMultiLabelTextFile(data);
        MultiLabelPredictionTransformer sound = ml.MultiLabelClassification.Trainers.GradientDescent(numberOfIterations: 1).Fit(rows);
        // Each part is whole; only the column that the second reads is given by nobody.
        ml.Model.Save(
            new TransformerChain<ITransformer>(sound, new MultiLabelPredictionTransformer(sound.Model, "Elsewhere")), rows.Schema, directory["m.zip"]);
        CommandLineRun.Of("predict", "--model", directory["m.zip"], "--data", data)
            .FailedNaming("m.zip: not a readable model file, or a damaged one", "feature column 'Elsewhere'");
        CommandLineRun.Of("evaluate", "--model", directory["m.zip"], "--data", data).FailedNaming("m.zip: not a readable model file");
    }

    [TestMethod]
    public void AStoppedCommandExitsWith130AndLeavesNoFile()
    {
        using var directory = new TemporaryDirectory();
        string data = directory.Write("data.txt", SampleData.TextFormat(rows: 50, seed: 1));
        CommandLineRun run = CommandLineRun.Of(new CancellationToken(canceled: true), "train", "--data", data, "--model", directory["m.zip"]);
        Assert.AreEqual(130, run.ExitCode);
        Assert.AreEqual("cancelled", run.Error.TrimEnd().Split('\n')[^1]);
        CollectionAssert.AreEqual(new[] { "data.txt" }, directory.FileNames);
    }
}
