using System.Globalization;
using System.Runtime.InteropServices;
using MLNetLoss.Metrics;

namespace MLNetLoss.Evaluation;

/// <summary>Scored rows in memory, label by label: the scores, targets and weights of the rows that have a target for the label.</summary>
/// <remarks>
/// A calibrator needs targets as they are, fractions included, one label at a time. <see cref="Metrics.Decisions.DecisionRows"/>, on which
/// thresholds are chosen, keeps one bit per target, but also the rows. Neither holds what the other needs.
/// </remarks>
internal sealed class LabelCells
{
    private readonly List<float>[] _scores;
    private readonly List<float>[] _targets;
    private readonly List<float>[] _weights;

    private LabelCells(int labelCount)
    {
        _scores = Columns(labelCount);
        _targets = Columns(labelCount);
        _weights = Columns(labelCount);
    }

    /// <summary>L, the number of labels.</summary>
    public int LabelCount => _scores.Length;

    /// <summary>Reads every row once.</summary>
    /// <param name="rows">The rows.</param>
    /// <exception cref="ArgumentException">A score is not finite, or another value is out of its range; the message names row and label.</exception>
    /// <exception cref="InvalidOperationException">No row has a weight and a target.</exception>
    public static LabelCells Read(ScoredRows rows)
    {
        var cells = new LabelCells(rows.LabelCount);
        var checker = new RowChecker(rows.LabelCount, rows.LabelNames, new MultiLabelMetricOptions());
        long read = 0, counted = 0;
        rows.ForEach((scores, probabilities, predicted, targets, weight) =>
        {
            long row = read++;
            if (!checker.Check(row, scores, probabilities, predicted, targets, weight, out _))
                return;
            counted++;
            for (int label = 0; label < scores.Length; label++)
            {
                if (float.IsNaN(targets[label]))
                    continue;
                if (!float.IsFinite(scores[label]))
                {
                    throw new ArgumentException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"The score of row {row}, label {label} ('{rows.LabelNames[label]}'), is {scores[label]}; expected a finite number."));
                }

                cells._scores[label].Add(scores[label]);
                cells._targets[label].Add(targets[label]);
                cells._weights[label].Add(weight);
            }
        });
        return counted > 0
            ? cells
            : throw new InvalidOperationException($"There are no rows to calibrate on: none of {read} has a weight and a target.");
    }

    /// <summary>The scores of a label.</summary>
    /// <param name="label">The label.</param>
    public ReadOnlySpan<float> Scores(int label) => CollectionsMarshal.AsSpan(_scores[label]);

    /// <summary>The targets of a label, none missing.</summary>
    /// <param name="label">The label.</param>
    public ReadOnlySpan<float> Targets(int label) => CollectionsMarshal.AsSpan(_targets[label]);

    /// <summary>The weights of a label's rows, above 0.</summary>
    /// <param name="label">The label.</param>
    public ReadOnlySpan<float> Weights(int label) => CollectionsMarshal.AsSpan(_weights[label]);

    private static List<float>[] Columns(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<float>())];
}
