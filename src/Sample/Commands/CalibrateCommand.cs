using System.CommandLine;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Calibrators;
using MLNetLoss.Metrics;
using MLNetLoss.Sample.Learning;
using MLNetLoss.Sample.Output;
using MLNetLoss.Trainers;

namespace MLNetLoss.Sample.Commands;

/// <summary><c>calibrate</c>: fits a calibrator to held-out data and saves the model with it.</summary>
internal static class CalibrateCommand
{
    private const string Platt = "platt";
    private const string Isotonic = "isotonic";

    /// <summary>Creates the command.</summary>
    /// <param name="terminal">Where it reads and writes.</param>
    public static Command Create(Terminal terminal)
    {
        Option<string> model = CommonOptions.RequiredFile("--model", "the model, as saved by train");
        Option<string> data = CommonOptions.RequiredFile("--data", "labelled data, in the same format as for train, that the model was not trained on");
        Option<string> output = CommonOptions.RequiredFile("--output", "the model file to write");
        var columns = new DataOptions();
        Option<string?> method = ChoiceOption.Create(
            "--method", $"a sigmoid of the score, or any rising curve, which needs thousands of rows (default: {Platt})", Platt, Isotonic);
        Option<int?> rows = NumberOption.Whole(
            "--min-rows", "labels with fewer positive or fewer negative rows are not calibrated (default: 1)", minimum: 1);
        Option<bool> json = CommonOptions.Json();

        var command = new Command("calibrate", "Make a model's probabilities agree with held-out data. Tune thresholds afterwards, on other data.")
        {
            model, data, output,
        };
        columns.AddTo(command, withLabels: true);
        foreach (Option option in (Option[])[method, rows, json])
            command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) =>
        {
            string dataPath = parsed.GetRequiredValue(data);
            var revision = new ModelRevision(
                terminal, parsed.GetRequiredValue(model), dataPath, parsed.GetRequiredValue(output), columns.LabelledColumns(parsed), cancellationToken);
            ModelFile trained = revision.Model;
            MultiLabelCalibratorTransformer calibrator = revision.Stages.Run("Calibrating", _ =>
            {
                int minimum = parsed.GetValue(rows) ?? 1;
                MultiLabelCalibratorEstimator estimator = parsed.GetValue(method) == Isotonic
                    ? revision.Context.MultiLabelClassification.Calibrators.Isotonic(minimumRowsPerClass: minimum)
                    : revision.Context.MultiLabelClassification.Calibrators.Platt(minimumRowsPerClass: minimum);
                return estimator.Fit(trained.Transformer.Transform(revision.Data));
            });
            cancellationToken.ThrowIfCancellationRequested();
            // A model that is calibrated already is calibrated anew: both calibrators take the score.
            List<ITransformer> steps = [.. trained.Steps.Where(step => step is not MultiLabelCalibratorTransformer)];
            // What comes after the predictor, such as the names of the predicted labels, is computed from the calibrator's decisions.
            int predictor = steps.FindLastIndex(step => step is MultiLabelPredictionTransformer);
            steps.Insert(predictor < 0 ? steps.Count : predictor + 1, calibrator);
            (MultiLabelClassificationMetrics before, MultiLabelClassificationMetrics after) =
                revision.Save(new TransformerChain<ITransformer>([.. steps]));
            if (parsed.GetValue(json))
                CalibrationReport.Json(calibrator, before, after).Write(terminal.Out);
            else
                CalibrationReport.Write(terminal.Report, calibrator, before, after, dataPath);
            return Task.FromResult(CommandLine.Success);
        });
        return command;
    }
}
