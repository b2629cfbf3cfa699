using System.Text.Json;

namespace MLNetLoss.Tests.Sample;

/// <summary>Data laid out otherwise than by default: other delimiters, labels that count from 0.</summary>
[TestClass]
public class LayoutTests
{
    [TestMethod]
    [DataRow(';', ";")]
    [DataRow('\t', @"\t")]
    public void AnotherDelimiter_GivesTheSameModel(char delimiter, string option)
    {
        using var directory = new TemporaryDirectory();
        string commas = directory.Write("commas.csv", SampleData.Csv(rows: 60, seed: 1)), others = directory.Write("a.csv", Quoted(delimiter));
        string model = directory["model.zip"];
        double expected = Objective("--data", commas, "--model", model);
        Assert.AreEqual(expected, Objective("--data", others, "--model", model, "--delimiter", option));
        JsonElement same = CommandLineRun.Of(
            "evaluate", "--model", model, "--data", others, "--text", "Text", "--labels", "Tags", "--delimiter", option, "--json").Succeeded().Json;
        Assert.IsGreaterThan(0.9, same.GetProperty("micro_f1").GetDouble());
        CommandLineRun prediction = CommandLineRun.Of("predict", "--model", model, "--data", others, "--text", "Text", "--delimiter", option).Succeeded();
        Assert.HasCount(61, prediction.Output.TrimEnd('\n').Split('\n'));

        static double Objective(params string[] args) =>
            CommandLineRun.Of(["train", "--text", "Text", "--labels", "Tags", "--json", .. args]).Succeeded().Json.GetProperty("objective").GetDouble();

        static string Quoted(char delimiter) => string.Concat(SampleData.Csv(rows: 60, seed: 1).TrimEnd('\n').Split('\n')
            .Select(line => string.Join(delimiter, line.Split(',').Select(cell => $"\"{cell}\"")) + "\r\n"));
    }

    [TestMethod]
    public void ScoresAndTargets_HaveADelimiterToo()
    {
        using var directory = new TemporaryDirectory();
        string scores = directory.Write("s.csv", "a;b\n0.9;0.1\n0.2;0.8\n"), targets = directory.Write("t.csv", "a;b\n1;0\n0;1\n");
        string[] args = ["evaluate", "--scores", scores, "--targets", targets, "--probabilities", "--json"];
        Assert.AreEqual(1, CommandLineRun.Of([.. args, "--delimiter", ";"]).Succeeded().Json.GetProperty("micro_f1").GetDouble());
        CommandLineRun.Of(args).FailedNaming("s.csv, line 2, column 1 ('a;b'): expected a probability from 0 to 1, found '0.9;0.1'");
    }

    [TestMethod]
    public void LabelsThatCountFromZero_AreReadIfItIsSaid()
    {
        using var directory = new TemporaryDirectory();
        string train = directory.Write("train.txt", string.Concat(Enumerable.Repeat("0 1:1\n1,2 2:1\n2 2:1 3:1\n0,1 1:1 2:0.5\n", 20)));
        string model = directory["model.zip"];
        CommandLineRun.Of("train", "--data", train, "--model", model).FailedNaming("label index 0 in '0'", "give --zero-based-labels if");
        CommandLineRun.Of("train", "--data", train, "--model", model, "--zero-based-labels").Succeeded();
        CommandLineRun.Of("evaluate", "--model", model, "--data", train, "--zero-based-labels", "--json").Succeeded();
        string[] predicted = CommandLineRun.Of("predict", "--model", model, "--data", train, "--zero-based-labels", "--top", "1").Succeeded().Output.Split('\n');
        StringAssert.StartsWith(predicted[1], "1,0,0,");
        StringAssert.StartsWith(predicted[3], "3,2,2,");
    }

    [TestMethod]
    [DataRow("--data a.csv --text Text --labels Tags --zero-based-labels", "a.csv: --zero-based-labels is of a file in the multi-label text format")]
    [DataRow("--data a.txt --delimiter ;", "a.txt: --delimiter is of a table, whose name ends in .csv or .tsv")]
    [DataRow("--data a.csv --text Text --labels Tags --delimiter ;;", "--delimiter: expected one ASCII character other than a quote, or \\t for a tab, found ';;'")]
    [DataRow("--data a.csv --text Text --labels Tags --delimiter \"", "--delimiter: expected one ASCII character")]
    [DataRow("--data a.csv --text Text --labels Tags --delimiter \u00A7", "--delimiter: expected one ASCII character")]
    public void WhatDoesNotFit_IsNamed(string options, string named)
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.csv", SampleData.Csv(rows: 10, seed: 1));
        directory.Write("a.txt", SampleData.TextFormat(rows: 10, seed: 1));
        string[] args = [.. options.Split(' ').Select(word => word.StartsWith("a.", StringComparison.Ordinal) ? directory[word] : word)];
        CommandLineRun.Of(["train", "--model", directory["model.zip"], .. args]).FailedNaming(named);
    }
}
