namespace MLNetLoss.Tests.Sample;

[TestClass]
public class ArgumentTests
{
    [TestMethod]
    [DataRow("trane", "trane")]
    [DataRow("train --data a.txt", "--model")]
    [DataRow("train --data a.txt --model", "--model")]
    [DataRow("train --data a.txt --model m.zip --threads 0", "--threads: expected a whole number, at least 1, found '0'")]
    [DataRow("train --data a.txt --model m.zip --threads two", "--threads: expected a whole number, at least 1, found 'two'")]
    [DataRow("train --data a.txt --model m.zip --iterations 0", "--iterations: expected a whole number, at least 1, found '0'")]
    [DataRow("train --data a.txt --model m.zip --seed 1.5", "--seed")]
    [DataRow("train --data a.txt --model m.zip --l2 -1", "--l2: expected a number, at least 0, found '-1'")]
    [DataRow("train --data a.txt --model m.zip --l2 NaN", "--l2: expected a number, at least 0, found 'NaN'")]
    [DataRow("train --data a.txt --model m.zip --trainer forest", "--trainer: expected gradient-descent or logistic-regression, found 'forest'")]
    [DataRow("train --data a.txt --model m.zip --loss hinge", "--loss: expected bce-with-logits or bce or focal or asymmetric, found 'hinge'")]
    [DataRow("train --data a.txt --model m.zip --trainer logistic-regression --loss bce", "--loss bce goes with --trainer gradient-descent")]
    [DataRow("train --data a.txt --model m.zip --trainer logistic-regression --loss focal", "--loss focal goes with --trainer gradient-descent")]
    [DataRow("train --data a.txt --model m.zip --gamma 2", "--gamma goes with --loss focal or asymmetric")]
    [DataRow("train --data a.txt --model m.zip --loss focal --gamma -1", "--gamma: expected a number, at least 0, found '-1'")]
    [DataRow("train --data a.txt --model m.zip --loss focal --balance-pos-weight", "--balance-pos-weight goes with --loss bce-with-logits or bce")]
    [DataRow("train --data a.csv --model m.zip --separator ;;", "--separator: expected one character, found ';;'")]
    [DataRow("train --data a.txt --model m.zip --trainer", "--trainer")]
    [DataRow("train --data a.txt --model m.zip --trainer gradient-descent --trainer gradient-descent", "--trainer")]
    [DataRow("train --data a.txt --model m.zip --loss", "--loss")]
    [DataRow("train --data a.txt --model m.zip @no.rsp", "@no.rsp")]
    [DataRow("train --data a.txt --model m.zip \u001b[2J", "?[2J")]
    [DataRow("evaluate", "either --model and --data, or --scores and --targets")]
    [DataRow("evaluate --model m.zip --data a.txt --scores s.csv", "either --model and --data, or --scores and --targets")]
    [DataRow("evaluate --model m.zip", "--model and --data go together")]
    [DataRow("evaluate --scores s.csv --logits", "--scores and --targets go together")]
    [DataRow("evaluate --scores s.csv --targets t.csv", "either --logits or --probabilities")]
    [DataRow("evaluate --scores s.csv --targets t.csv --logits --probabilities", "either --logits or --probabilities")]
    [DataRow("evaluate --scores s.csv --targets t.csv --probabilities=false", "either --logits or --probabilities")]
    [DataRow("evaluate --model m.zip --data a.txt --threshold 1", "go with --scores")]
    [DataRow("evaluate --model m.zip --data a.txt --per-label best", "--per-label: expected all or frequent or rare or worst or none, found 'best'")]
    [DataRow("evaluate --scores s.csv --targets t.csv --logits --text T", "--text, --labels, --separator and --zero-based-labels go with --model, not with --scores")]
    [DataRow("evaluate --scores s.csv --targets t.csv --logits --separator ,", "--text, --labels, --separator and --zero-based-labels go with --model, not with --scores")]
    [DataRow("evaluate --scores s.csv --targets t.csv --logits --zero-based-labels", "--text, --labels, --separator and --zero-based-labels go with --model, not with --scores")]
    [DataRow("predict --model m.zip --data a.txt --top 0", "--top: expected a whole number, at least 1, found '0'")]
    [DataRow("predict --model m.zip --data a.txt --json", "--json")]
    [DataRow("predict --model m.zip --data a.txt --separator ;;", "--separator: expected one character, found ';;'")]
    public void BadArgumentsAreOneLineAndExitCode1(string arguments, string named) =>
        CommandLineRun.Of(arguments.Split(' ')).FailedNaming(named);

    [TestMethod]
    [DataRow("train --data  --model m.zip", "--data: expected FILE, found ''")]
    [DataRow("train --data a.txt --model ", "--model: expected FILE, found ''")]
    [DataRow("train --data a.txt --model m.zip --test ", "--test: expected FILE, found ''")]
    [DataRow("predict --model m.zip --data a.txt --output ", "--output: expected FILE, found ''")]
    [DataRow("demo --report ", "--report: expected DIR, found ''")]
    public void NamesOfFilesAreNotEmpty(string arguments, string named) => CommandLineRun.Of(arguments.Split(' ')).FailedNaming(named);

    [TestMethod]
    [DataRow("train --data {0}/no.txt --model {0}/m.zip", "no.txt: no such file")]
    [DataRow("train --data {0}/no.csv --model {0}/m.zip --text T --labels L", "no.csv: no such file")]
    [DataRow("train --data {0} --model {0}/m.zip", "is a directory")]
    [DataRow("train --data {0}/a.txt --model {0}/no/m.zip", "--model {0}/no/m.zip: there is no directory {0}/no")]
    [DataRow("train --data {0}/a.txt --test {0}/no.txt --model {0}/m.zip", "no.txt: no such file")]
    [DataRow("train --data {0}/a.csv --model {0}/m.zip --labels Tags", "a.csv: a table needs --text COLUMN")]
    [DataRow("train --data {0}/a.csv --model {0}/m.zip --text Text", "a.csv: a table needs --labels COLUMN")]
    [DataRow("train --data {0}/a.csv --model {0}/m.zip --text Txt --labels Tags", "no column 'Txt' (--text)")]
    [DataRow("train --data {0}/a.csv --model {0}/m.zip --text Text --labels Tag", "no column 'Tag' (--labels)")]
    [DataRow("train --data {0}/a.txt --model {0}/m.zip --text Text", "--text, --labels and --separator are of a table, whose name ends in .csv or .tsv")]
    [DataRow("train --data {0}/a.txt --model {0}/m.zip --separator ,", "--text, --labels and --separator are of a table, whose name ends in .csv or .tsv")]
    [DataRow("train --data {0}/a.csv --model {0}/a.csv --text Text --labels Tags", "--model {0}/a.csv: is the file of --data, which it would replace")]
    [DataRow("train --data {0}/a.txt --test {0}/b.txt --model {0}/./b.txt", "--model {0}/./b.txt: is the file of --test, which it would replace")]
    [DataRow("tune --model {0}/no.zip --data {0}/a.txt --output {0}/a.txt", "--output {0}/a.txt: is the file of --data, which it would replace")]
    [DataRow("predict --model {0}/no.zip --data {0}/a.txt --output {0}/a.txt", "--output {0}/a.txt: is the file of --data, which it would replace")]
    [DataRow("predict --model {0}/no.zip --data {0}/a.txt --output {0}/no.zip", "--output {0}/no.zip: is the file of --model, which it would replace")]
    [DataRow("train --data {0}/a.csv --model {0}/m.zip --text Text --labels Tags --min-rows 99", "--min-rows 99: no word of the text occurs in so many rows")]
    [DataRow("train --data {0}/a.txt --model {0}/m.zip --min-rows 2", "a.txt: --min-rows is of a table of text")]
    [DataRow("train --data {0}/a.csv --test {0}/a.txt --model {0}/m.zip --text Text --labels Tags", "a.txt: its name does not end in .csv or .tsv")]
    [DataRow("train --data {0}/none.csv --model {0}/m.zip --text Text --labels Kind", "none.csv: no row has a label in the column 'Kind' (--labels)")]
    [DataRow("train --data {0}/mute.csv --model {0}/m.zip --text Body --labels Tags", "mute.csv: no row has a word in the column 'Body' (--text)")]
    [DataRow("evaluate --model {0}/no.zip --data {0}/a.txt", "no.zip: no such file")]
    [DataRow("predict --model {0}/a.txt --data {0}/a.txt", "a.txt: not a readable model file, or a damaged one")]
    [DataRow("predict --model {0}/a.txt --data {0}/a.txt --output {0}/no/o.csv", "--output {0}/no/o.csv: there is no directory {0}/no")]
    public void FilesThatDoNotFitAreOneLineAndExitCode1(string arguments, string named)
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.txt", "2 3 2\n0 0:1 2:0.5\n1 1:1\n");
        directory.Write("a.csv", "Text,Tags\nread a file,IO\nparse a number,Format\n");
        directory.Write("none.csv", "Text,Kind\nread a file,\nparse a number,;\n");
        directory.Write("mute.csv", "Body,Tags\n...,IO\n,Format\n");
        string[] before = directory.FileNames;
        CommandLineRun.Of([.. arguments.Split(' ').Select(argument => string.Format(argument, directory.Path))])
            .FailedNaming(string.Format(named, directory.Path));
        CollectionAssert.AreEqual(before, directory.FileNames);
    }

    [TestMethod]
    [DataRow("--help")]
    [DataRow("train --help")]
    public void HelpGoesToStandardOutput(string arguments)
    {
        CommandLineRun run = CommandLineRun.Of(arguments.Split(' ')).Succeeded();
        StringAssert.Contains(run.Output, "--json");
        Assert.AreEqual("", run.Error);
    }
}
