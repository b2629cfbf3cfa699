using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetLoss.Data;
using MLNetLoss.Metrics;
using MLNetLoss.Metrics.Decisions;
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
    /// <param name="rule">What thresholds are wanted.</param>
    /// <param name="minimumPositives">How many positive rows a label needs to be tuned.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static ThresholdTuning Tune(
        IHostEnvironment environment, ITransformer model, IDataView data, EvaluationColumns columns, ThresholdRule rule,
        int minimumPositives, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minimumPositives);
        MultiLabelPredictionTransformer predictor = FindPredictor(model);
        var scored = new ScoredRows(model.Transform(data), columns);
        int labels = predictor.Model.LabelCount;
        if (scored.LabelCount != labels)
        {
            throw new ArgumentException(
                $"Column '{columns.Label}' has {scored.LabelCount} labels; expected the model's {labels}.", nameof(data));
        }

        CheckNames(scored, columns.Label, predictor.Model.LabelNames);
        DecisionRows rows = Read(scored, predictor, cancellation);
        long[] positives = rows.PositiveCounts.ToArray();
        // One threshold is learnt from the positives of all labels.
        long required = Math.Max(minimumPositives, rule.RequiredPositives);
        bool[] isFixed = [.. positives.Select(count => (rule.OneThreshold ? positives.Sum() : count) < required)];
        float[] thresholds = [.. predictor.Thresholds];
        double value = rule.Choose(rows, isFixed, thresholds, new ParallelOptions { CancellationToken = cancellation });
        ConfusionCounts[] counts = [.. thresholds.Select((threshold, label) => rows.Count(label, threshold))];
        ConfusionCounts pooled = counts.Aggregate((sum, label) => sum + label);
        LabelThreshold[] found =
        [
            .. thresholds.Select((threshold, label) => new LabelThreshold(
                predictor.Model.LabelNames[label], threshold, positives[label], !isFixed[label])
            {
                MeetsConstraint = rule.Demand is null
                    || (rule.OneThreshold ? !isFixed[label] && rule.IsMet(pooled) : rule.IsMet(counts[label])),
                Precision = counts[label].Precision(ZeroDivision.NaN),
                Recall = counts[label].Recall(ZeroDivision.NaN),
            }),
        ];
        Warn(environment, found, rule, required);
        return new ThresholdTuning(Replace(model, predictor.WithThresholds(thresholds)), found, value);
    }

    // Thresholds are the model's by place: targets in another order would give each label the threshold of another.
    private static void CheckNames(ScoredRows data, string column, IReadOnlyList<string> names)
    {
        // A model of labels without names knows only their numbers.
        if (names.Select((name, label) => name == label.ToString(CultureInfo.InvariantCulture)).All(isNumber => isNumber))
            return;
        for (int label = 0; label < names.Count; label++)
        {
            if (data.LabelNames[label] != names[label])
            {
                throw new ArgumentException(
                    $"Label {label} of column '{column}' is '{data.LabelNames[label]}'; expected the model's labels in its order, '{names[label]}' there.",
                    nameof(data));
            }
        }
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
            channel.Warning(MessageSensitivity.None,
                rule.OneThreshold
                    ? "No one threshold for the {1} labels gives {2} on these rows; they get the one that comes nearest."
                    : "{0} of {1} labels have no threshold of {2} on these rows and get the one that comes nearest: {3}.",
                unmet.Length, found.Length, rule.Demand!, LabelNames.Quote(unmet));
        }
    }

    private static DecisionRows Read(ScoredRows scored, MultiLabelPredictionTransformer predictor, CancellationToken cancellation)
    {
        var rows = new DecisionRows(scored.LabelCount);
        var checker = new RowChecker(scored.LabelCount, predictor.Model.LabelNames, new MultiLabelMetricOptions());
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
