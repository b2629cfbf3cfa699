using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetLoss.Data;
using MLNetLoss.Interop;
using MLNetLoss.Metrics;
using MLNetLoss.Metrics.Decisions;
using MLNetLoss.Trainers;

namespace MLNetLoss.Evaluation;

/// <summary>Reads held-out rows, finds thresholds, and puts them into the model.</summary>
internal static class ThresholdTuner
{
    /// <summary>Tunes the thresholds of a model's predictor, or of the calibrator after it.</summary>
    /// <param name="environment">Takes warnings.</param>
    /// <param name="model">The predictor or calibrator, or a chain that contains it.</param>
    /// <param name="data">What the model reads.</param>
    /// <param name="columns">The columns of the scored data, except the score.</param>
    /// <param name="scoreColumnName">The column compared with the thresholds; null for the one that the model compares.</param>
    /// <param name="rule">What the thresholds are to achieve.</param>
    /// <param name="minimumPositives">The fewest positive rows with which a label is tuned.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static ThresholdTuning Tune(
        IHostEnvironment environment, ITransformer model, IDataView data, EvaluationColumns columns, string? scoreColumnName,
        ThresholdRule rule, int minimumPositives, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minimumPositives);
        ILabelDecider decider = FindDecider(model);
        string column = scoreColumnName ?? decider.DecisionColumnName;
        var scored = new ScoredRows(model.Transform(data), columns with { Score = column });
        int labels = decider.LabelNames.Count;
        if (scored.LabelCount != labels)
        {
            throw new ArgumentException(
                $"Column '{columns.Label}' has {scored.LabelCount} labels; expected the model's {labels}.", nameof(data));
        }

        // With targets in another order, labels would get each other's thresholds.
        LabelOrder.RequireSame(scored.LabelNames, $"in column '{columns.Label}'", decider.LabelNames, "in the model");
        DecisionRows rows = Read(scored, decider, cancellation);
        long[] positives = rows.PositiveCounts.ToArray();
        // One threshold is learned from the positives of all labels.
        long required = Math.Max(minimumPositives, rule.RequiredPositives);
        bool[] isFixed = [.. positives.Select(count => (rule.OneThreshold ? positives.Sum() : count) < required)];
        float[] thresholds = [.. decider.Thresholds];
        double value = rule.Choose(rows, isFixed, thresholds, new ParallelOptions { CancellationToken = cancellation });
        ConfusionCounts[] counts = [.. thresholds.Select((threshold, label) => rows.Count(label, threshold))];
        ConfusionCounts pooled = counts.Aggregate((sum, label) => sum + label);
        LabelThreshold[] found =
        [
            .. thresholds.Select((threshold, label) => new LabelThreshold(
                decider.LabelNames[label], threshold, positives[label], !isFixed[label])
            {
                MeetsConstraint = !rule.IsBound
                    || (rule.OneThreshold ? !isFixed[label] && rule.IsMet(pooled) : rule.IsMet(counts[label])),
                Precision = counts[label].Precision(ZeroDivision.NaN),
                Recall = counts[label].Recall(ZeroDivision.NaN),
            }),
        ];
        Warn(environment, found, rule, required);
        return new ThresholdTuning(Replace(model, decider, decider.WithThresholds(thresholds)), column, found, value);
    }

    private static void Warn(IHostEnvironment environment, LabelThreshold[] found, ThresholdRule rule, long required)
    {
        using IChannel channel = environment.Register(nameof(ThresholdTuner)).Start("TuneThresholds");
        string[] kept = [.. found.Where(label => !label.IsTuned).Select(label => label.Name)];
        if (kept.Length > 0)
        {
            channel.Warning(MessageSensitivity.None,
                rule.OneThreshold
                    ? "{0} of {1} labels keep their thresholds, as they have fewer than {2} positive rows together: {3}."
                    : "{0} of {1} labels have fewer than {2} positive rows and keep their thresholds: {3}.",
                kept.Length, found.Length, required, LabelNames.Quote(kept));
        }

        string[] unmet = [.. found.Where(label => label.IsTuned && !label.MeetsConstraint).Select(label => label.Name)];
        if (unmet.Length > 0)
        {
            string fate = rule.Unreachable switch
            {
                UnreachableBound.Nearest => "get the one that comes nearest",
                UnreachableBound.NeverPredict => "are never predicted",
                _ => "keep theirs",
            };
            channel.Warning(MessageSensitivity.None,
                rule.OneThreshold
                    ? "No one threshold for the {1} labels gives {2} on these rows; they {3}."
                    : "{0} of {1} labels have no threshold of {2} on these rows and {3}: {4}.",
                unmet.Length, found.Length, rule.Goal, fate, LabelNames.Quote(unmet));
        }
    }

    private static DecisionRows Read(ScoredRows scored, ILabelDecider decider, CancellationToken cancellation)
    {
        var rows = new DecisionRows(scored.LabelCount);
        var checker = new RowChecker(scored.LabelCount, decider.LabelNames, new MultiLabelMetricOptions());
        long read = 0;
        scored.ForEach(
            (scores, probabilities, predicted, targets, weight) =>
            {
                if (checker.Check(read++, scores, probabilities, predicted, targets, weight, out ScoredRow row))
                    rows.Add(row);
            },
            cancellation);
        return rows.RowCount > 0
            ? rows
            : throw new InvalidOperationException($"There are no rows to tune thresholds on: none of {read} has a weight and a target.");
    }

    // The last deciding step determines what a model predicts: a calibrator's decisions replace those before it.
    private static ILabelDecider FindDecider(ITransformer model)
    {
        ILabelDecider[] found = [.. Deciders(model)];
        int predictors = found.Count(decider => decider is MultiLabelPredictionTransformer);
        return found.Length > 0 && predictors <= 1 && found.Length - predictors <= 1
            ? found[^1]
            : throw new ArgumentException(
                $"The model has {predictors} multi-label predictors and {found.Length - predictors} calibrators; expected one of them, or one of each.",
                nameof(model));
    }

    private static IEnumerable<ILabelDecider> Deciders(ITransformer model) => model switch
    {
        ILabelDecider decider => [decider],
        IEnumerable<ITransformer> chain => chain.SelectMany(Deciders),
        _ => [],
    };

    private static ITransformer Replace(ITransformer model, ILabelDecider old, ITransformer tuned) => model switch
    {
        _ when model == old => tuned,
        IEnumerable<ITransformer> chain => ChainScopes.Select(chain, step => Replace(step, old, tuned)),
        _ => model,
    };
}
