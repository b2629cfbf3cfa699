using System.CommandLine;
using Microsoft.ML;
using MLNetLoss.Metrics;
using MLNetLoss.Sample.Files;
using MLNetLoss.Sample.Learning;
using MLNetLoss.Sample.Output;

namespace MLNetLoss.Sample.Commands;

/// <summary><c>train</c>: trains a model on labelled data, saves it, and evaluates it on test data if there is any.</summary>
internal static class TrainCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="terminal">Where it reads and writes.</param>
    public static Command Create(Terminal terminal)
    {
        Option<string> data = CommonOptions.RequiredFile(
            "--data", "the training data: a file in the multi-label text format, or a .csv or .tsv file with a header");
        Option<string?> test = CommonOptions.File("--test", "test data in the same format, to evaluate the model on");
        Option<string> model = CommonOptions.RequiredFile("--model", "the model file to write");
        var columns = new DataOptions();
        Option<string?> trainer = ChoiceOption.Create(
            "--trainer",
            $"gradient descent, which takes any loss, or exact logistic regression (default: {TrainerSettings.GradientDescent})",
            TrainerSettings.GradientDescent, TrainerSettings.LogisticRegression);
        Option<float?> l2 = NumberOption.Real("--l2", FormattableString.Invariant($"the L2 regularization strength, 1/C (default: the trainer's, or {TextPipeline.L2Regularization} for text)"), minimum: 0);
        var noBias = new Option<bool>("--no-bias") { Description = "train without biases" };
        Option<string?> loss = ChoiceOption.Create(
            "--loss", $"the loss of gradient descent (default: {TrainerSettings.LogitLoss})",
            TrainerSettings.LogitLoss, TrainerSettings.ProbabilityLoss, TrainerSettings.FocalLoss, TrainerSettings.AsymmetricLoss);
        Option<float?> gamma = NumberOption.Real(
            "--gamma", "the focusing exponent of the focal loss (default: 2), or of negatives in the asymmetric loss (default: 4)", minimum: 0);
        var balance = new Option<bool>("--balance-pos-weight")
        {
            Description = "weigh each label's positives by its negatives over its positives, at most 100: finds more of the rare labels, but their "
                + "probabilities are too high",
        };
        Option<int?> minRows = NumberOption.Whole(
            "--min-rows", $"in how many rows of text a word or a pair of words must occur to become a feature (default: 2; 1 for fewer than {TextPipeline.ManyRows} rows, or if no word does); more saves memory and time",
            minimum: 1);
        Option<int?> iterations = NumberOption.Whole("--iterations", "the maximum number of passes over the data (default: the trainer's)", minimum: 1);
        Option<int?> threads = NumberOption.Whole("--threads", "the number of threads; the model does not depend on it (default: all processors)", minimum: 1);
        Option<int?> seed = NumberOption.Whole("--seed", "the random seed (default: 1)", minimum: int.MinValue);
        Option<bool> json = CommonOptions.Json();

        var command = new Command("train", "Train a model on labelled data.") { data, test, model };
        columns.AddTo(command, withLabels: true);
        foreach (Option option in (Option[])[trainer, l2, noBias, loss, gamma, balance, minRows, iterations, threads, seed, json])
            command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) =>
        {
            var settings = new TrainerSettings
            {
                Trainer = parsed.GetValue(trainer) ?? TrainerSettings.GradientDescent,
                L2 = parsed.GetValue(l2),
                FitBias = !parsed.GetValue(noBias),
                Loss = parsed.GetValue(loss) ?? TrainerSettings.LogitLoss,
                Gamma = parsed.GetValue(gamma),
                BalancePosWeight = parsed.GetValue(balance),
                MinimumRows = parsed.GetValue(minRows),
                Iterations = parsed.GetValue(iterations),
                Threads = parsed.GetValue(threads),
                Seed = parsed.GetValue(seed) ?? 1,
            };
            if (settings is { Trainer: TrainerSettings.LogisticRegression, Loss: not TrainerSettings.LogitLoss })
                throw new InputException($"--loss {settings.Loss} goes with --trainer {TrainerSettings.GradientDescent}");
            if (settings is { Gamma: not null, Loss: not (TrainerSettings.FocalLoss or TrainerSettings.AsymmetricLoss) })
                throw new InputException($"--gamma goes with --loss {TrainerSettings.FocalLoss} or {TrainerSettings.AsymmetricLoss}");
            if (settings is { BalancePosWeight: true, Loss: TrainerSettings.FocalLoss or TrainerSettings.AsymmetricLoss })
                throw new InputException($"--balance-pos-weight goes with --loss {TrainerSettings.LogitLoss} or {TrainerSettings.ProbabilityLoss}");
            Train(
                terminal, parsed.GetRequiredValue(data), parsed.GetValue(test), parsed.GetRequiredValue(model),
                columns.LabelledColumns(parsed), settings, parsed.GetValue(json), cancellationToken);
            return Task.FromResult(CommandLine.Success);
        });
        return command;
    }

    private static void Train(
        Terminal terminal, string dataPath, string? testPath, string modelPath, DataLayout columns, TrainerSettings settings, bool json,
        CancellationToken cancellationToken)
    {
        // Whatever can fail early should fail before the long work.
        AtomicFile.CheckWritable(modelPath, "--model");
        AtomicFile.CheckApart(modelPath, "--model", dataPath, "--data");
        if (testPath is not null)
            AtomicFile.CheckApart(modelPath, "--model", testPath, "--test");
        MLContext ml = Contexts.Create(terminal, settings.Seed, columns.Labels);
        IDataView data = InputData.Open(ml, dataPath, columns, cancellationToken: cancellationToken);
        if (settings.MinimumRows is not null && data.Schema.GetColumnOrNull(nameof(TextRow.Text)) is null)
            throw new InputException($"{dataPath}: --min-rows is of a table of text, which this is not");
        IDataView? test = testPath is null ? null
            : InputData.Open(ml, testPath, columns, data.Schema, cancellationToken: cancellationToken);

        var stages = new Stages(terminal);
        TrainingResult result = stages.Run("Training", progress => Training.Fit(ml, data, settings, labelNames: null, progress, cancellationToken));
        ModelFile.Save(ml, result.Model, data.Schema, modelPath, cancellationToken);
        terminal.Message($"Saved the model to {modelPath}");
        MultiLabelClassificationMetrics? metrics = test is null ? null
            : stages.Run("Evaluating", _ => ml.MultiLabelClassification.Evaluate(result.Model.Transform(test), cancellationToken: cancellationToken));

        if (json)
        {
            JsonReport report = new JsonReport().Add(result).Add("features", result.Linear.FeatureCount).Add("labels", result.Linear.LabelCount);
            if (metrics is not null)
                report.Add(metrics);
            report.Write(terminal.Out);
            return;
        }
        terminal.Out.WriteLine(result.Describe());
        if (metrics is not null)
            MetricsTable.Write(terminal.Report, metrics, $"On {testPath}");
    }
}
