using System.Globalization;
using MLNetLoss.Metrics;
using MLNetLoss.Sample.Learning;
using MLNetLoss.Sample.Output;
using MLNetLoss.Trainers;
using Spectre.Console;

namespace MLNetLoss.Sample.Demo;

/// <summary>What the demo shows a person.</summary>
/// <param name="console">Where to.</param>
/// <param name="labelNames">The exceptions, in the order of the model's labels.</param>
internal sealed class DemoReport(IAnsiConsole console, IReadOnlyList<string> labelNames)
{
    // With few rows, a label's F1 can be 0 or 1 by chance.
    private const int LeastRowsOfALabel = 10;

    /// <summary>Where the data came from, and how much there is.</summary>
    /// <param name="root">The .NET root.</param>
    /// <param name="fileCount">The number of documentation files.</param>
    /// <param name="corpus">What was read.</param>
    /// <param name="trainCount">Rows to learn from.</param>
    /// <param name="testCount">Rows to test on.</param>
    public void WriteData(string root, int fileCount, ExceptionCorpus corpus, long trainCount, long testCount)
    {
        double perMember = corpus.Members.Average(member => member.Exceptions.Length);
        WriteLine($"Documentation: {fileCount:N0} files beneath {root}");
        WriteLine($"Task: from a member's name, summary and parameters, predict which exceptions it can throw");
        WriteLine($"Data: {corpus.Members.Count:N0} members, {corpus.Exceptions.Count} exceptions, {perMember:0.0} per member");
        WriteLine($"Split by declaring type: {trainCount:N0} members to train on, {testCount:N0} of other types to test on");
        WriteLine($"");
    }

    /// <summary>The measures, and the labels with the highest and the lowest F1.</summary>
    /// <param name="metrics">The measures on held-out types.</param>
    /// <param name="model">The trained model.</param>
    public void WriteMeasures(MultiLabelClassificationMetrics metrics, LinearMultiLabelModelParameters model)
    {
        MetricsTable.Write(console, metrics, $"On {metrics.RowCount.ToString("N0", CultureInfo.InvariantCulture)} members of types never seen");
        // An exception that only held-out types throw cannot be learnt; calling it hard would say nothing.
        LabelMetrics[] labels = [.. metrics.PerLabel
            .Where(label => label.Support >= LeastRowsOfALabel && !model.Training!.Labels[label.Index].HasNoPositives)
            .OrderByDescending(label => label.F1)];
        int count = Math.Min(5, (labels.Length + 1) / 2);
        LabelTable.Write(console, labels.Take(count), "The easiest exceptions");
        LabelTable.Write(console, labels.Skip(count).TakeLast(count), "The hardest exceptions");
    }

    /// <summary>The words that count most for the most frequent labels.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="metrics">The measures on held-out types.</param>
    public void WriteWords(LinearMultiLabelModelParameters model, MultiLabelClassificationMetrics metrics)
    {
        Table table = MetricsTable.Create("The words that count most for an exception", "exception", "words, with their weights");
        table.Columns[1].NoWrap = false;
        foreach (LabelMetrics label in metrics.PerLabel.OrderByDescending(label => label.Support).Take(6))
        {
            IEnumerable<string> words = model
                .GetStrongestFeatures(label.Index, count: 50)
                .Where(feature => feature.Weight > 0)
                .Take(5)
                .Select(feature => string.Create(CultureInfo.InvariantCulture, $"{Word(feature)} {feature.Weight:0.0}"));
            table.AddRow(Markup.Escape(label.Name), Markup.Escape(string.Join(", ", words)));
        }
        console.Write(table);
    }

    /// <summary>What became of the model file.</summary>
    /// <param name="path">The file.</param>
    public void WriteModelFile(string path) => WriteLine(
        $"Saved to {path} ({new FileInfo(path).Length / 1e6:0.0} MB) and loaded again: all test rows get the same scores, bit for bit.");

    /// <summary>What the model says of some texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="predict">The model.</param>
    public void WritePredictions(IEnumerable<string> texts, Func<string, TaggedPrediction> predict)
    {
        Table table = MetricsTable.Create("Predictions of the loaded model", "text", "predicted", "most likely").ShowRowSeparators();
        table.Columns[0].NoWrap = false;
        table.Columns[1].NoWrap = false;
        foreach (string text in texts)
        {
            TaggedPrediction prediction = predict(text);
            table.AddRow(Markup.Escape(text), Markup.Escape(string.Join("\n", prediction.PredictedTags)), Markup.Escape(Likeliest(prediction, "\n")));
        }
        console.Write(table);
    }

    /// <summary>What to type next.</summary>
    /// <param name="modelPath">The model that was saved.</param>
    /// <param name="heldOutPath">The held-out rows that were written.</param>
    public void WriteNextSteps(string modelPath, string heldOutPath)
    {
        const string Run = "  dotnet run -c Release --project src/Sample --";
        WriteLine($"");
        WriteLine($"Next, try");
        WriteLine($"{Run} predict --model {modelPath} --data {heldOutPath} --text Text --top 3");
        WriteLine($"{Run} evaluate --model {modelPath} --data {heldOutPath} --text Text --labels Exceptions");
        WriteLine($"{Run} train --data YOURS.csv --text COLUMN --labels COLUMN --model YOURS.zip");
    }

    /// <summary>Predicts what the user types, line by line, until an empty line.</summary>
    /// <param name="terminal">Where the user types.</param>
    /// <param name="predict">The model.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void Converse(Terminal terminal, Func<string, TaggedPrediction> predict, CancellationToken cancellationToken)
    {
        WriteLine($"");
        WriteLine($"Or describe a method here, such as: Reads all lines of the file at the given path. (An empty line ends.)");
        while (true)
        {
            terminal.Out.Write("> ");
            terminal.Out.Flush();
            // Reading from a console cannot be stopped; it is left behind when the user presses Ctrl-C.
            string? text = Task.Run(terminal.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken).GetAwaiter().GetResult();
            if (string.IsNullOrWhiteSpace(text))
                return;
            TaggedPrediction prediction = predict(text);
            WriteLine($"  predicted:   {(prediction.PredictedTags.Length == 0 ? "none" : string.Join(", ", prediction.PredictedTags))}");
            WriteLine($"  most likely: {Likeliest(prediction, ", ")}");
        }
    }

    private string Likeliest(TaggedPrediction prediction, string separator) => string.Join(separator, Predictions
        .Top(prediction.Probability, 3)
        .Select(label => string.Create(CultureInfo.InvariantCulture, $"{labelNames[label]} {prediction.Probability[label]:0.00}")));

    // FeaturizeText joins the words of a pair with a bar.
    private static string Word(FeatureWeight feature) => $"\"{feature.Name?.Replace('|', ' ') ?? $"feature {feature.Index}"}\"";

    // Long lines, such as paths and commands, must not be broken: they are there to be copied.
    private void WriteLine(FormattableString line) => console.Profile.Out.Writer.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
