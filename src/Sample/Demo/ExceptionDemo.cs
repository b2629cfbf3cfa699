using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Metrics;
using MLNetLoss.Sample.Files;
using MLNetLoss.Sample.Learning;
using MLNetLoss.Sample.Output;

namespace MLNetLoss.Sample.Demo;

/// <summary>
/// The whole job on real input: from .NET's documentation of its own members, learn to tell from a member's name, summary and parameters
/// which exceptions it can throw; test that on types never seen, save the model, load it again and predict.
/// </summary>
/// <param name="terminal">Where it reads and writes.</param>
/// <param name="json">Whether to print one JSON object instead of tables.</param>
/// <param name="cancellationToken">Stops it.</param>
internal sealed class ExceptionDemo(Terminal terminal, bool json, CancellationToken cancellationToken)
{
    private const int Seed = 1;
    private const double HeldOutShare = 0.28;

    private static readonly string[] s_sentences =
    [
        "Opens the file at the specified path for reading. path The file to open.",
        "Converts the string representation of a number to its integer equivalent. s The text to parse.",
        "Sends data to the remote host over a connected socket. buffer The data to send.",
    ];

    private static readonly TrainerSettings s_settings = new() { Trainer = TrainerSettings.LogisticRegression, Seed = Seed };

    private readonly Stages _stages = new(terminal);

    /// <summary>Runs the demo.</summary>
    /// <param name="roots">Where to look for .NET's documentation.</param>
    /// <param name="directory">Where the model and the held-out rows go.</param>
    /// <param name="reportDirectory">Where a report goes; null for none.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="InputException">There is no documentation beneath any root.</exception>
    public int Run(IReadOnlyList<string> roots, string directory, string? reportDirectory = null)
    {
        ReportWriter.Check(reportDirectory);
        (string root, IReadOnlyList<string> files) = DotNetDocumentation.Find(roots) ?? throw new InputException(
            $"found no .NET documentation (packs/*.Ref/*/ref/net*/*.xml) beneath {string.Join(", ", roots)}; "
            + "install a .NET SDK or set DOTNET_ROOT, or give your own data: train --data F.csv --text COLUMN --labels COLUMN --model M.zip");
        ExceptionCorpus corpus = _stages.Run("Reading the documentation of .NET",
            progress => ExceptionCorpus.Read(files, ExceptionCorpus.MinimumOccurrences, progress, cancellationToken));
        if (corpus.Exceptions.Count == 0)
            throw new InputException($"the documentation beneath {root} names no exception often enough to learn from");

        // 1. Rows. Overloads of one method must not stand on both sides, so whole types are held out.
        MLContext ml = Contexts.Create(terminal, Seed);
        IDataView members = ml.Data.LoadFromEnumerable(corpus.Members.Select(MemberRow.Of));
        DataOperationsCatalog.TrainTestData split =
            ml.Data.TrainTestSplit(members, HeldOutShare, samplingKeyColumnName: nameof(MemberRow.DeclaringType), seed: Seed);
        var report = new DemoReport(terminal.Report, corpus.Exceptions);
        if (!json)
            report.WriteData(root, files.Count, corpus, Count(ml, split.TrainSet), Count(ml, split.TestSet));

        // 2. A model: text to features, tags to a 0/1 vector, one trainer for all labels at once, predictions back to tags.
        TrainingResult trained = _stages.Run("Training", progress => Training.Fit(
            ml, split.TrainSet, s_settings, corpus.Exceptions, progress, cancellationToken));

        // 3. How good it is on types it has never seen.
        IDataView scored = trained.Model.Transform(split.TestSet);
        MultiLabelClassificationMetrics metrics = reportDirectory is null
            ? _stages.Run("Evaluating", _ => ml.MultiLabelClassification.Evaluate(scored, cancellationToken: cancellationToken))
            : ReportWriter.Write(
                terminal, ml, scored, reportDirectory, "Exceptions of .NET's own members, from their documentation; on types never seen in training",
                trained.Linear.Training, cancellationToken);

        // 4. A model file, loaded again as another program would, and the held-out rows as a table to try it on.
        string modelPath = Path.Combine(directory, "exceptions.zip");
        string heldOutPath = Path.Combine(directory, "held-out.csv");
        ModelFile.Save(ml, trained.Model, members.Schema, modelPath, cancellationToken);
        ModelFile loaded = ModelFile.Load(Contexts.Create(terminal), modelPath);
        bool same = SameScores(scored, loaded.Transformer.Transform(split.TestSet));
        if (!same)
            throw new InputException($"{modelPath}: the loaded model does not predict what the saved one did");
        TextTable.Write(
            heldOutPath, "Text", "Exceptions", ml.Data.CreateEnumerable<TextRow>(split.TestSet, reuseRowObject: true), cancellationToken);

        if (json)
        {
            new JsonReport()
                .Add("documentation", root).Add("members", corpus.Members.Count).Add("labels", corpus.Exceptions.Count)
                .Add("test_members", metrics.RowCount).Add("model", modelPath).Add(trained).Add(metrics)
                .Write(terminal.Out);
            return CommandLine.Success;
        }

        report.WriteMeasures(metrics, trained.Linear);
        report.WriteWords(trained.Linear, metrics);

        // 5. Predictions for new text, by the model that was loaded.
        using PredictionEngine<TextRow, TaggedPrediction> engine =
            ml.Model.CreatePredictionEngine<TextRow, TaggedPrediction>(loaded.Transformer);
        TaggedPrediction Predict(string text) => engine.Predict(new TextRow { Text = text });
        report.WriteModelFile(modelPath);
        report.WritePredictions(s_sentences, Predict);
        report.WriteNextSteps(modelPath, heldOutPath);
        if (terminal.IsInteractive)
            report.Converse(terminal, Predict, cancellationToken);
        return CommandLine.Success;
    }

    private static long Count(MLContext ml, IDataView rows) =>
        ml.Data.CreateEnumerable<TextRow>(rows, reuseRowObject: true).LongCount();

    private static bool SameScores(IDataView one, IDataView other) =>
        one.GetColumn<float[]>("Score").SelectMany(scores => scores)
            .SequenceEqual(other.GetColumn<float[]>("Score").SelectMany(scores => scores));
}
