using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Sample.Files;
using MLNetLoss.Transforms;

namespace MLNetLoss.Tests.Sample;

/// <summary>What the command line makes of tables of text.</summary>
[TestClass]
public class TextPipelineTests
{
    [TestMethod]
    [DataRow(4, 1, 9)] // a, b, c, d, e and four pairs
    [DataRow(4, 2, 3)] // a, b, c
    [DataRow(4, null, 9)]
    [DataRow(99, null, 9)]
    [DataRow(100, null, 3)]
    public void WordsOfTooFewRowsAreNoFeatures(int rows, int? minimum, int features)
    {
        using var directory = new TemporaryDirectory();
        string[] lines = ["a b,x", "b c,y", "a d,x", "c e,y;x", .. Enumerable.Repeat(".,x", rows - 4)];
        string train = directory.Write("train.csv", "Text,Tags\n" + string.Join('\n', lines));
        string[] options = minimum is null ? [] : ["--min-rows", $"{minimum}"];
        CommandLineRun run = CommandLineRun.Of(
            ["train", "--data", train, "--text", "Text", "--labels", "Tags", "--model", directory["m.zip"], .. options]).Succeeded();
        StringAssert.StartsWith(run.Output, $"{features} features, 2 labels: ");
    }

    // Sentences without spaces are such words.
    [TestMethod]
    public void WhereNoWordOccursTwice_EveryWordIsAFeature_AndAWarningSaysSo()
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.csv", "Text,Tags\n" + string.Join('\n', Enumerable.Range(0, 120).Select(i => $"w{i},{"xy"[i % 2]}")));
        CommandLineRun run = CommandLineRun.Of(
            "train", "--data", train, "--text", "Text", "--labels", "Tags", "--model", directory["m.zip"]).Succeeded();
        StringAssert.StartsWith(run.Output, "120 features, 2 labels: ");
        Assert.Contains("warning: no word occurs in two rows; texts are split into words at spaces", run.Error);
        Assert.DoesNotContain("warning", CommandLineRun.Of(
            "train", "--data", train, "--text", "Text", "--labels", "Tags", "--model", directory["m.zip"], "--min-rows", "1").Succeeded().Error);
    }

    [TestMethod]
    [DataRow(',', true)]
    [DataRow('|', true)]
    [DataRow(';', false)]
    [DataRow('/', false)]
    public void LabelsThatSeemToHaveAnotherSeparatorAreWarnedOf(char separator, bool warns)
    {
        using var directory = new TemporaryDirectory();
        string[] tags = ["x", $"x{separator}y", "y", "z", $"y{separator} z", "x"];
        string train = directory.Write("train.csv", "Text,Kinds\n" + string.Join('\n', tags.Select((cell, i) => $"word{i} text,\"{cell}\"")));
        string[] arguments = ["train", "--data", train, "--text", "Text", "--labels", "Kinds", "--model", directory["m.zip"]];
        string error = CommandLineRun.Of(arguments).Succeeded().Error;
        Assert.AreEqual(
            warns,
            error.Contains(
                $"train.csv: no cell of the column 'Kinds' contains ';'; 2 of 6 contain '{separator}', and if that separates labels, they need --separator '{separator}'",
                StringComparison.Ordinal),
            error);
        Assert.DoesNotContain("--separator", CommandLineRun.Of([.. arguments, "--separator", $"{separator}"]).Succeeded().Error);
    }

    // Rows of length 1 need a weaker penalty than the trainers' default.
    [TestMethod]
    public void TextIsRegularizedLessThanNumbersAre()
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.csv", "Text,Tags\na b,x\nb c,y\na d,x\nc e,y;x\n");
        string Model(params string[] options)
        {
            CommandLineRun.Of(["train", "--data", train, "--text", "Text", "--labels", "Tags", "--model", directory["m.zip"], .. options]).Succeeded();
            return CommandLineRun.Of("predict", "--model", directory["m.zip"], "--data", train, "--text", "Text").Succeeded().Output;
        }

        Assert.AreEqual(Model("--l2", "0.1"), Model());
        Assert.AreNotEqual(Model("--l2", "1"), Model());
    }

    [TestMethod]
    public void AModelOfATableIsServedFromItsTextAlone_WithoutTheStepThatMakesLabels()
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.csv", "Body,Kinds\na b,x\nb c,y\na d,x\nc e,y;x\n");
        foreach (string minimum in new[] { "1", "2" })
        {
            CommandLineRun.Of(
                "train", "--data", train, "--text", "Body", "--labels", "Kinds", "--model", directory["m.zip"], "--min-rows", minimum).Succeeded();
            var ml = new MLContext(1);
            var model = (TransformerChain<ITransformer>)ml.Model.LoadVerified(directory["m.zip"], out _);
            var forServing = new TransformerChain<ITransformer>([.. model.Where(step => step is not LabelSetToVectorTransformer)]);
            using PredictionEngine<Served, ServedTags> engine = ml.Model.CreatePredictionEngine<Served, ServedTags>(forServing);
            CollectionAssert.AreEqual(new[] { "x" }, engine.Predict(new Served { Text = "a b" }).PredictedTags);
        }
    }

    [TestMethod]
    public void RowsAreOfLengthOneWhateverWordsAreLeftOut()
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.csv", "Text,Tags\na b b c,x\nb c,y\na d,x\nc e,y;x\nf,x\n");
        string[] options = ["train", "--data", train, "--text", "Text", "--labels", "Tags", "--model", directory["m.zip"]];
        foreach (string minimum in new[] { "1", "2" })
        {
            CommandLineRun.Of([.. options, "--min-rows", minimum]).Succeeded();
            var ml = new MLContext(1);
            IDataView rows = ml.Data.LoadFromEnumerable(TextTable.Read(train, "Text", "Tags", ';'));
            float[][] features = [.. ml.Model.LoadVerified(directory["m.zip"], out _).Transform(rows).GetColumn<float[]>("Features")];
            foreach (float[] row in features[..4])
                Assert.AreEqual(1, row.Sum(value => value * value), 1e-6, minimum);
        }
    }

    private sealed class Served
    {
        public string Text { get; set; } = "";
    }

    private sealed class ServedTags
    {
        public string[] PredictedTags { get; set; } = [];
    }
}
