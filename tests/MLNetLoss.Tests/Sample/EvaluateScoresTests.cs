using System.Globalization;
using System.Text.Json;

namespace MLNetLoss.Tests.Sample;

[TestClass]
public class EvaluateScoresTests
{
    private const string Targets = "1,0,1\n1,0,0\n";
    private const string Logits = ".0391,.7691,.1190\n.8846,.1628,.2641\n";

    private static CommandLineRun Evaluate(string scores, string targets, params string[] options)
    {
        using var directory = new TemporaryDirectory();
        return CommandLineRun.Of([
            "evaluate", "--scores", directory.Write("scores.csv", scores), "--targets", directory.Write("targets.csv", targets), .. options]);
    }

    private static double Number(JsonElement json, string key) => json.GetProperty(key).GetDouble();

    [TestMethod]
    public void LogitsGiveTheWorkedExampleOfTheLoss()
    {
        JsonElement json = Evaluate(Logits, Targets, "--logits", "--json").Succeeded().Json;
        Assert.AreEqual(0.7361, Number(json, "bce"), 5e-5);
        // All scores are above 0, so all labels are predicted: 3 of 6 are right, and all true ones found.
        Assert.AreEqual(0.5, Number(json, "micro_precision"), 1e-12);
        Assert.AreEqual(1.0, Number(json, "micro_recall"), 1e-12);
    }

    [TestMethod]
    public void ProbabilitiesGiveTheSameAsTheirLogits()
    {
        string probabilities = string.Join('\n', Logits.TrimEnd().Split('\n').Select(line => string.Join(',',
            line.Split(',').Select(logit => 1 / (1 + Math.Exp(-double.Parse(logit, CultureInfo.InvariantCulture))))
                .Select(probability => probability.ToString(CultureInfo.InvariantCulture)))));
        JsonElement ofLogits = Evaluate(Logits, Targets, "--logits", "--json").Succeeded().Json;
        JsonElement ofProbabilities = Evaluate(probabilities, Targets, "--probabilities", "--json").Succeeded().Json;
        foreach (string key in new[] { "bce", "micro_f1", "lrap", "coverage_error", "micro_roc_auc", "brier_score" })
            Assert.AreEqual(Number(ofLogits, key), Number(ofProbabilities, key), 1e-6, key);
    }

    [TestMethod]
    public void AThresholdIsOfTheScoresGiven()
    {
        Assert.AreEqual(1.0, Number(Evaluate("3,1,2\n3,1,1\n", Targets, "--logits", "--threshold", "1.5", "--json").Succeeded().Json, "micro_f1"));
        Assert.AreEqual(1.0, Number(Evaluate(".9,.7,.8\n.9,.7,.6\n", Targets, "--probabilities", "--threshold", "0.7", "--json").Succeeded().Json, "micro_f1"));
    }

    [TestMethod]
    public void NamesOfTheHeaderReachTheTableAndMissingTargetsAreLeftOut()
    {
        JsonElement json = Evaluate("a,b\n2,-2\n2,2\n", "a,b\n1,0\n1,\n", "--logits", "--json").Succeeded().Json;
        Assert.AreEqual(1.0, Number(json, "micro_f1"));
        StringAssert.Contains(Evaluate(Logits, Targets, "--logits").Succeeded().Output, "micro_f1");
    }

    [TestMethod]
    public void LabelsAreListedByNameWithTheirCounts()
    {
        // Of b two rows are predicted and one is right; c is never predicted.
        const string Names = "a,b,c\n", Scores = Names + "2,2,-1\n2,1,-2\n2,-1,-3\n", Truth = Names + "1,1,0\n1,0,1\n1,0,0\n";
        string table = Evaluate(Scores, Truth, "--logits").Succeeded().Output;
        StringAssert.Matches(table, new(@"│ a +│ +3 │ +3 │ +1\.0000 │ +1\.0000 │ +1\.0000 │ +- │ +1\.0000 │"));
        StringAssert.Matches(table, new(@"│ b +│ +1 │ +2 │ +0\.5000 │ +1\.0000 │ +0\.6667 │ +1\.0000 │ +1\.0000 │"));
        StringAssert.Matches(table, new(@"│ c +│ +1 │ +0 │ +0\.0000 │ +0\.0000 │ +0\.0000 │ +0\.5000 │ +0\.5000 │"));
        Assert.DoesNotContain("more labels", table);
        Assert.DoesNotContain("avg. precision", Evaluate(Scores, Truth, "--logits", "--per-label", "none").Succeeded().Output);

        Assert.IsFalse(Evaluate(Scores, Truth, "--logits", "--json").Succeeded().Json.TryGetProperty("labels", out _));
        JsonElement worst = Evaluate(Scores, Truth, "--logits", "--json", "--per-label", "worst").Succeeded().Json.GetProperty("labels");
        CollectionAssert.AreEqual(
            new[] { "c 1 0", "b 1 2", "a 3 3" },
            worst.EnumerateArray().Select(label => $"{label.GetProperty("label")} {label.GetProperty("support")} {label.GetProperty("predicted")}").ToArray());
        Assert.AreEqual(2.0 / 3, Number(worst[1], "f1"), 1e-12);
        Assert.AreEqual(JsonValueKind.Null, worst[2].GetProperty("roc_auc").ValueKind);
    }

    [TestMethod]
    public void OfManyLabelsTwentyAreShownUnlessAllAreAskedFor()
    {
        // Label k is in the first k + 1 of 30 rows, and predicted rightly in all but the last row.
        string targets = string.Join('\n', Enumerable.Range(0, 30).Select(row => string.Join(',', Enumerable.Range(0, 30).Select(label => row <= label ? 1 : 0))));
        string header = string.Join(',', Enumerable.Range(0, 30).Select(label => $"label{label:00}")) + "\n";
        string scores = targets[..targets.LastIndexOf('\n')] + "\n" + string.Join(',', Enumerable.Repeat(1, 30));
        string[] Shown(params string[] options) => [.. Evaluate(header + scores, header + targets, ["--probabilities", .. options]).Succeeded().Output
            .Split('\n').Where(line => line.StartsWith("│ label", StringComparison.Ordinal)).Skip(1).Select(line => line[7..9])];
        CollectionAssert.AreEqual(Enumerable.Range(10, 20).Reverse().Select(label => $"{label:00}").ToArray(), Shown());
        CollectionAssert.AreEqual(Enumerable.Range(0, 20).Select(label => $"{label:00}").ToArray(), Shown("--per-label", "rare"));
        CollectionAssert.AreEqual(Enumerable.Range(0, 20).Select(label => $"{label:00}").ToArray(), Shown("--per-label", "worst"));
        Assert.HasCount(30, Shown("--per-label", "all"));
        StringAssert.Contains(Evaluate(header + scores, header + targets, "--probabilities").Output, "and 10 more labels");
    }

    [TestMethod]
    [DataRow(".5,.5\n.5,1.2\n", "1,0\n1,0\n", "--probabilities", "scores.csv, line 2, column 2: expected a probability from 0 to 1, found '1.2'")]
    [DataRow("a,b\n.5,NaN\n", "1,0\n", "--logits", "scores.csv, line 2, column 2 ('b'): expected a logit, which is any number, found 'NaN'")]
    [DataRow("1,2\n", "1,2\n", "--logits", "targets.csv, line 1, column 2: expected a target from 0 to 1, or NaN, found '2'")]
    [DataRow("1,2\n", "NaN,\n", "--logits", "targets.csv: every target is missing; there is nothing to evaluate")]
    [DataRow("1,2\n", "1,0,1\n", "--logits", "targets.csv has 3")]
    [DataRow("1,2\n3,4\n", "1,0\n", "--logits", "targets.csv has 1")]
    [DataRow("a,b\n1,2\n", "a,c\n1,0\n", "--logits", "column 2 is 'b'")]
    [DataRow("1,2\n3\n", "1,0\n1,0\n", "--logits", "scores.csv, line 2: has 1 column, the first line has 2")]
    [DataRow("", "1,0\n", "--logits", "scores.csv: the file is empty")]
    public void MalformedFilesAreNamedByLineAndColumn(string scores, string targets, string kind, string named) =>
        Evaluate(scores, targets, kind).FailedNaming(named);
}
