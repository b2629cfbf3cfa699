using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetLoss.Data;
using MLNetLoss.Metrics;
using MLNetLoss.Trainers;

namespace MLNetLoss.Evaluation;

/// <summary>Reads held-out rows, searches thresholds, and puts them into the model.</summary>
internal static class ThresholdTuner
{
    /// <summary>Tunes the one predictor of a model.</summary>
    /// <param name="environment">Takes warnings.</param>
    /// <param name="model">The predictor or a chain that contains it.</param>
    /// <param name="data">What the model reads.</param>
    /// <param name="columns">The columns of the scored data.</param>
    /// <param name="averaging">Macro or micro.</param>
    /// <param name="beta">Beta of F-beta.</param>
    /// <param name="minimumPositives">How many positive rows a label needs to be tuned.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static ThresholdTuning Tune(
        IHostEnvironment environment, ITransformer model, IDataView data, EvaluationColumns columns, Averaging averaging, double beta,
        int minimumPositives, CancellationToken cancellation)
    {
        if (averaging is not (Averaging.Macro or Averaging.Micro))
            throw new ArgumentOutOfRangeException(nameof(averaging), averaging, "Thresholds are tuned for the macro or the micro average.");
        if (!(beta > 0) || double.IsInfinity(beta))
            throw new ArgumentOutOfRangeException(nameof(beta), beta, "Beta must be finite and above 0.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minimumPositives);
        MultiLabelPredictionTransformer predictor = FindPredictor(model);
        var rows = new ScoredRows(model.Transform(data), columns);
        int labels = predictor.Model.LabelCount;
        if (rows.LabelCount != labels)
        {
            throw new ArgumentException(
                $"Column '{columns.Label}' has {rows.LabelCount} labels; expected the model's {labels}.", nameof(data));
        }

        (List<float>[] scores, List<float>[] weights) = Read(rows, predictor, cancellation);
        var sweeps = new ThresholdCuts[labels];
        var counts = new int[labels];
        var isFixed = new bool[labels];
        var cuts = new int[labels];
        Parallel.For(0, labels, new ParallelOptions { CancellationToken = cancellation }, label =>
        {
            Span<float> sorted = CollectionsMarshal.AsSpan(scores[label]);
            Span<float> signed = CollectionsMarshal.AsSpan(weights[label]);
            foreach (float weight in signed)
                counts[label] += weight > 0 ? 1 : 0;
            sweeps[label] = new ThresholdCuts(sorted, signed);
            isFixed[label] = counts[label] < minimumPositives;
            cuts[label] = ThresholdCuts.CutOf(sorted, predictor.Thresholds[label]);
        });

        double value = averaging == Averaging.Macro
            ? ThresholdSearch.Macro(sweeps, isFixed, cuts, beta)
            : ThresholdSearch.Micro(sweeps, isFixed, cuts, beta);
        LabelThreshold[] found =
        [
            .. sweeps.Select((sweep, label) => new LabelThreshold(
                predictor.Model.LabelNames[label],
                isFixed[label] ? predictor.Thresholds[label] : sweep.Threshold(cuts[label]), counts[label], !isFixed[label])),
        ];
        MultiLabelPredictionTransformer tuned = predictor.WithThresholds([.. found.Select(label => label.Threshold)]);
        Warn(environment, found, minimumPositives);
        return new ThresholdTuning(Replace(model, tuned), found, value);
    }

    private static void Warn(IHostEnvironment environment, LabelThreshold[] found, int minimumPositives)
    {
        string[] kept = [.. found.Where(label => !label.IsTuned).Select(label => label.Name)];
        if (kept.Length == 0)
            return;
        using IChannel channel = environment.Register(nameof(ThresholdTuner)).Start("TuneThresholds");
        channel.Warning(MessageSensitivity.None,
            "{0} of {1} labels have fewer than {2} positive rows and keep their thresholds: {3}.",
            kept.Length, found.Length, minimumPositives, LabelNames.Quote(kept));
    }

    // Column by column; a negative row's weight has a minus, and missing targets are left out.
    private static (List<float>[] Scores, List<float>[] Weights) Read(
        ScoredRows rows, MultiLabelPredictionTransformer predictor, CancellationToken cancellation)
    {
        List<float>[] allScores = [.. Enumerable.Range(0, rows.LabelCount).Select(_ => new List<float>())];
        List<float>[] allWeights = [.. allScores.Select(_ => new List<float>())];
        var checker = new RowChecker(rows.LabelCount, predictor.Model.LabelNames, new MultiLabelMetricOptions());
        long read = 0, counted = 0;
        rows.ForEach(
            (scores, probabilities, predicted, targets, weight) =>
            {
                if (!checker.Check(read++, scores, probabilities, predicted, targets, weight, out ScoredRow row))
                    return;
                counted++;
                for (int label = 0; label < scores.Length; label++)
                {
                    if (float.IsNaN(targets[label]))
                        continue;
                    allScores[label].Add(scores[label]);
                    allWeights[label].Add(row.Positive[label] ? weight : -weight);
                }
            },
            cancellation);
        return counted > 0
            ? (allScores, allWeights)
            : throw new InvalidOperationException($"There are no rows to tune thresholds on: none of {read} has a weight and a target.");
    }

    private static MultiLabelPredictionTransformer FindPredictor(ITransformer model)
    {
        MultiLabelPredictionTransformer[] found = [.. Predictors(model)];
        return found.Length == 1
            ? found[0]
            : throw new ArgumentException(
                $"The model has {found.Length} multi-label predictors; expected exactly one, alone or in a chain.", nameof(model));
    }

    private static IEnumerable<MultiLabelPredictionTransformer> Predictors(ITransformer model) => model switch
    {
        MultiLabelPredictionTransformer predictor => [predictor],
        IEnumerable<ITransformer> chain => chain.SelectMany(Predictors),
        _ => [],
    };

    private static ITransformer Replace(ITransformer model, MultiLabelPredictionTransformer tuned) => model switch
    {
        MultiLabelPredictionTransformer => tuned,
        IEnumerable<ITransformer> chain => new TransformerChain<ITransformer>([.. chain.Select(step => Replace(step, tuned))]),
        _ => model,
    };
}
