using System.CommandLine;
using Microsoft.ML;
using MLNetLoss.Sample.Files;
using MLNetLoss.Sample.Learning;
using MLNetLoss.Sample.Output;

namespace MLNetLoss.Sample.Commands;

/// <summary><c>predict</c>: the labels of new rows, with their probabilities.</summary>
internal static class PredictCommand
{
    private const int DefaultTop = 5;

    /// <summary>Creates the command.</summary>
    /// <param name="terminal">Where it reads and writes.</param>
    public static Command Create(Terminal terminal)
    {
        Option<string> model = CommonOptions.RequiredFile("--model", "the model, as train saved it");
        Option<string> data = CommonOptions.RequiredFile("--data", "the rows, as for train; labels are not needed");
        var columns = new DataOptions();
        Option<int?> top = NumberOption.Whole("--top", $"how many of the likeliest labels to write for each row (default: {DefaultTop})", 1);
        Option<string?> output = CommonOptions.File("--output", "the .csv file to write (default: standard output)");
        var command = new Command("predict", "Predict the labels of new rows.") { model, data };
        columns.AddTo(command, withLabels: false);
        command.Options.Add(top);
        command.Options.Add(output);
        command.SetAction((parsed, cancellationToken) =>
        {
            string modelPath = parsed.GetRequiredValue(model), dataPath = parsed.GetRequiredValue(data);
            string? outputPath = parsed.GetValue(output);
            if (outputPath is not null)
            {
                AtomicFile.CheckWritable(outputPath, "--output");
                AtomicFile.CheckApart(outputPath, "--output", modelPath, "--model");
                AtomicFile.CheckApart(outputPath, "--output", dataPath, "--data");
            }

            MLContext ml = Contexts.Create(terminal);
            ModelFile trained = ModelFile.Load(ml, modelPath);
            IDataView rows = InputData.Open(
                ml, dataPath, columns.TextColumn(parsed), trained.InputSchema, needsLabels: false, cancellationToken);
            Predict(ml, terminal, trained.Transformer.Transform(rows), parsed.GetValue(top), outputPath, cancellationToken);
            return Task.FromResult(CommandLine.Success);
        });
        return command;
    }

    private static void Predict(
        MLContext ml, Terminal terminal, IDataView scored, int? top, string? outputPath, CancellationToken cancellationToken)
    {
        string[] names = Predictions.LabelNames(scored.Schema);
        if (top > names.Length)
            throw new InputException($"--top {top}: the model has {names.Length} labels");
        int count = top ?? Math.Min(DefaultTop, names.Length);
        if (outputPath is null)
        {
            PredictionWriter.Write(ml, terminal.Out, scored, names, count, cancellationToken);
            return;
        }
        long written = 0;
        AtomicFile.Write(outputPath, temporary =>
        {
            using var writer = new StreamWriter(temporary);
            written = PredictionWriter.Write(ml, writer, scored, names, count, cancellationToken);
        });
        terminal.Message($"wrote the predictions of {written} rows to {outputPath}");
    }
}
