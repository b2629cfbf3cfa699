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
        Option<string> model = CommonOptions.RequiredFile("--model", "the model, as saved by train");
        Option<string> data = CommonOptions.RequiredFile("--data", "the rows, in the same format as for train; labels are not needed");
        var columns = new DataOptions();
        Option<int?> top = NumberOption.Whole("--top", $"how many of the most likely labels to write for each row (default: {DefaultTop})", 1);
        Option<char?> separator = CommonOptions.Separator("the character to write between two predicted labels of a row");
        Option<string?> output = CommonOptions.File("--output", "the .csv file to write (default: standard output)");
        var command = new Command("predict", "Predict the labels of new rows.") { model, data };
        columns.AddTo(command, withLabels: false);
        command.Options.Add(top);
        command.Options.Add(separator);
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
            Predict(
                ml, terminal, trained.Transformer.Transform(rows), parsed.GetValue(top),
                parsed.GetValue(separator) ?? DataLayout.DefaultSeparator, outputPath, cancellationToken);
            return Task.FromResult(CommandLine.Success);
        });
        return command;
    }

    private static void Predict(
        MLContext ml, Terminal terminal, IDataView scored, int? top, char separator, string? outputPath, CancellationToken cancellationToken)
    {
        string[] names = Predictions.LabelNames(scored.Schema);
        if (top > names.Length)
            throw new InputException($"--top {top}: the model has {names.Length} labels");
        // Written all the same, it would be read as several labels.
        if (Array.Find(names, name => name.Contains(separator)) is { } ambiguous)
        {
            throw new InputException(
                $"the label '{ambiguous}' contains '{separator}', which separates the predicted labels of a row; "
                + "give a --separator that no label contains");
        }
        int count = top ?? Math.Min(DefaultTop, names.Length);
        if (outputPath is null)
        {
            PredictionWriter.Write(ml, terminal.Out, scored, names, separator, count, cancellationToken);
            return;
        }
        long written = 0;
        AtomicFile.Write(
            outputPath,
            temporary =>
            {
                using var writer = new StreamWriter(temporary);
                written = PredictionWriter.Write(ml, writer, scored, names, separator, count, cancellationToken);
            },
            cancellationToken);
        terminal.Message($"Wrote the predictions of {written} rows to {outputPath}");
    }
}
