using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Losses;
using MLNetLoss.Sample.Files;
using MLNetLoss.Trainers;

namespace MLNetLoss.Sample.Learning;

/// <summary>Fits a model to data.</summary>
internal static class Training
{
    /// <summary>Fits a model to data as <see cref="InputData"/> opens it.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="data">Rows of text and tags, or of features and labels.</param>
    /// <param name="settings">What the trainer is asked for.</param>
    /// <param name="labelNames">The labels, in this order, that the tags name; null to take those that the rows name.</param>
    /// <param name="progress">Told the share of the training that is done.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static TrainingResult Fit(
        MLContext ml, IDataView data, TrainerSettings settings, IEnumerable<string>? labelNames, IProgress<double> progress,
        CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        bool readsText = data.Schema.GetColumnOrNull(nameof(TextRow.Text)) is not null;
        if (readsText)
            settings = settings with { L2 = settings.L2 ?? TextPipeline.L2Regularization };
        IEstimator<ITransformer> trainer = CreateTrainer(ml, settings, progress, cancellationToken);

        // Fitting a chain of one estimator would first compute column shapes, which costs more compilation than a small training.
        TransformerChain<ITransformer> model = readsText
            ? FitText(ml, data, settings, labelNames, trainer)
            : new TransformerChain<ITransformer>(trainer.Fit(data));
        double seconds = clock.Elapsed.TotalSeconds;

        // The model carries the summary of its training.
        LinearMultiLabelModelParameters linear = model.OfType<MultiLabelPredictionTransformer>().Single().Model;
        TrainingSummary summary = linear.Training!;
        double objective = summary.Objective ?? LossOf(ml, model.Transform(data), settings, summary, cancellationToken) + PenaltyOf(linear, summary);
        return new TrainingResult(model, linear, objective, seconds, summary.Iterations, summary.Converged);
    }

    // One flat chain: whoever serves the model can leave out the step that makes labels.
    private static TransformerChain<ITransformer> FitText(
        MLContext ml, IDataView data, TrainerSettings settings, IEnumerable<string>? labelNames, IEstimator<ITransformer> trainer)
    {
        TransformerChain<ITransformer> columns = TextPipeline.Fit(ml, data, labelNames, settings.MinimumRows);
        TransformerChain<ITransformer> rest = new EstimatorChain<ITransformer>()
            .Append(trainer)
            .Append<ITransformer>(ml.Transforms.Conversion.MapVectorToLabelSet("PredictedTags"))
            .Fit(columns.Transform(data));
        return new TransformerChain<ITransformer>([.. columns, .. rest]);
    }

    private static IEstimator<ITransformer> CreateTrainer(
        MLContext ml, TrainerSettings settings, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var fraction = new FractionDone(progress);
        if (settings.Trainer == TrainerSettings.GradientDescent)
        {
            return ml.MultiLabelClassification.Trainers.GradientDescent(new GradientDescentTrainer.Options
            {
                Loss = CreateLoss(settings),
                BalancePosWeight = settings.BalancePosWeight,
                L2Regularization = settings.L2,
                FitBias = settings.FitBias,
                NumberOfIterations = settings.Iterations,
                Threads = settings.Threads ?? 0,
                Seed = settings.Seed,
                Progress = fraction,
                CancellationToken = cancellationToken,
            });
        }
        var options = new LogisticRegressionTrainer.Options
        {
            BalancePosWeight = settings.BalancePosWeight,
            FitBias = settings.FitBias,
            Threads = settings.Threads ?? 0,
            Seed = settings.Seed,
            Progress = fraction,
            CancellationToken = cancellationToken,
        };
        options.L2Regularization = settings.L2 ?? options.L2Regularization;
        options.NumberOfIterations = settings.Iterations ?? options.NumberOfIterations;
        return ml.MultiLabelClassification.Trainers.LogisticRegression(options);
    }

    private static MultiLabelLoss CreateLoss(TrainerSettings settings, float[]? posWeight = null) => settings.Loss switch
    {
        TrainerSettings.ProbabilityLoss => new BCELoss(reduction: Reduction.Sum) { PosWeight = posWeight },
        TrainerSettings.FocalLoss => new SigmoidFocalLoss(alpha: -1, gamma: settings.Gamma ?? 2, reduction: Reduction.Sum),
        TrainerSettings.AsymmetricLoss => new AsymmetricLoss(gammaNegative: settings.Gamma ?? 4, reduction: Reduction.Sum),
        _ => new BCEWithLogitsLoss(posWeight: posWeight, reduction: Reduction.Sum),
    };

    // Gradient descent does not know the loss at its final weights; one more pass over the rows computes it.
    private static double LossOf(
        MLContext ml, IDataView scored, TrainerSettings settings, TrainingSummary summary, CancellationToken cancellationToken)
    {
        float[]? posWeight = !settings.BalancePosWeight ? null
            : PosWeights.Balanced([.. summary.Labels.Select(label => label.Positives)], [.. summary.Labels.Select(label => label.Weight)]);
        MultiLabelLoss loss = CreateLoss(settings, posWeight);
        double sum = 0;
        foreach (LabelledPrediction row in ml.Data.CreateEnumerable<LabelledPrediction>(scored, reuseRowObject: true))
        {
            cancellationToken.ThrowIfCancellationRequested();
            sum += loss.Forward(loss.Input == LossInput.Logits ? row.Score : row.Probability, row.Label);
        }
        return sum;
    }

    private static double PenaltyOf(LinearMultiLabelModelParameters linear, TrainingSummary summary)
    {
        double l2 = double.Parse(
            summary.Options.Single(option => option.Key == nameof(GradientDescentTrainer.Options.L2Regularization)).Value,
            CultureInfo.InvariantCulture);
        return l2 / 2 * Enumerable.Range(0, linear.LabelCount)
            .Sum(label => linear.GetWeights(label).Sum(weight => (double)weight * weight));
    }

    private sealed class FractionDone(IProgress<double> progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(value.FractionDone);
    }
}
