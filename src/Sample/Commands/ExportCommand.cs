using System.CommandLine;
using Microsoft.ML;
using MLNetLoss.Sample.Files;
using MLNetLoss.Sample.Learning;
using MLNetLoss.Sample.Output;
using MLNetLoss.Trainers;

namespace MLNetLoss.Sample.Commands;

/// <summary><c>export</c>: saves a model as ONNX.</summary>
internal static class ExportCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="terminal">Where it reads and writes.</param>
    public static Command Create(Terminal terminal)
    {
        Option<string> model = CommonOptions.RequiredFile("--model", "the model, as saved by train, tune or calibrate");
        Option<string> output = CommonOptions.RequiredFile("--output", "the .onnx file to write");
        var command = new Command("export", "Save a model, from its features on, as ONNX.") { model, output };
        command.SetAction((parsed, cancellationToken) =>
        {
            string modelPath = parsed.GetRequiredValue(model), outputPath = parsed.GetRequiredValue(output);
            AtomicFile.CheckWritable(outputPath, "--output");
            AtomicFile.CheckApart(outputPath, "--output", modelPath, "--model");
            ModelFile trained = ModelFile.Load(Contexts.Create(terminal), modelPath);
            AtomicFile.Write(outputPath, trained.Transformer.SaveAsOnnx, cancellationToken);
            LinearMultiLabelModelParameters parameters = trained.Steps.OfType<MultiLabelPredictionTransformer>().Single().Model;
            terminal.Message($"Saved {parameters.LabelCount} labels of {parameters.FeatureCount} features to {outputPath}");
            if (trained.InputSchema.GetColumnOrNull(nameof(TextRow.Text)) is not null)
                terminal.Message("The ONNX model takes features, not text: what turns text into features is not part of it.");
            return Task.FromResult(CommandLine.Success);
        });
        return command;
    }
}
