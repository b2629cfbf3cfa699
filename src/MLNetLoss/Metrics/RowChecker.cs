using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace MLNetLoss.Metrics;

/// <summary>Rejects rows that cannot be evaluated, naming row and label, and finds which labels the others have.</summary>
/// <param name="labelCount">L, the number of labels.</param>
/// <param name="labelNames">Names for messages; may be shorter than L.</param>
/// <param name="options">Thresholds for rows that come without predicted labels.</param>
internal sealed class RowChecker(int labelCount, IReadOnlyList<string> labelNames, MultiLabelMetricOptions options)
{
    private readonly bool[] _positive = new bool[labelCount];
    private readonly bool[] _predicted = new bool[labelCount];
    private readonly float[] _thresholds = options.ScoreThresholds.Count == labelCount
        ? [.. options.ScoreThresholds]
        : [.. Enumerable.Repeat(options.ScoreThresholds[0], labelCount)];

    /// <summary>Checks a row.</summary>
    /// <param name="row">Its number, for messages.</param>
    /// <param name="scores">L scores.</param>
    /// <param name="probabilities">L probabilities or none.</param>
    /// <param name="predicted">L predictions or none.</param>
    /// <param name="targets">L targets.</param>
    /// <param name="weight">The row's weight, 0 or more.</param>
    /// <param name="result">The row; valid until the next call.</param>
    /// <returns>Whether the row counts: it has a weight and a target.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Check(
        long row, ReadOnlySpan<float> scores, ReadOnlySpan<float> probabilities, ReadOnlySpan<bool> predicted,
        ReadOnlySpan<float> targets, float weight, out ScoredRow result)
    {
        CheckLength(row, scores.Length, nameof(scores), mayBeEmpty: false);
        CheckLength(row, probabilities.Length, nameof(probabilities), mayBeEmpty: true);
        CheckLength(row, predicted.Length, nameof(predicted), mayBeEmpty: true);
        CheckLength(row, targets.Length, nameof(targets), mayBeEmpty: false);
        if (!(weight >= 0) || float.IsInfinity(weight))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The weight of row {row} is {weight}; expected a finite weight of at least 0."),
                nameof(weight));
        }

        // A NaN score makes the sum NaN, but so do opposite infinities: the search tells them apart.
        if (float.IsNaN(TensorPrimitives.Sum(scores)))
            RefuseNaN(row, scores);
        for (int label = 0; label < probabilities.Length; label++)
        {
            if (!(probabilities[label] >= 0 && probabilities[label] <= 1))
                throw Bad(row, label, "probability", probabilities[label], "a value in [0, 1]", nameof(probabilities));
        }

        int present = 0, positives = 0, soft = 0;
        for (int label = 0; label < targets.Length; label++)
        {
            float target = targets[label];
            if (target is < 0 or > 1)
                throw Bad(row, label, "target", target, "a value in [0, 1], or NaN where missing", nameof(targets));
            bool positive = target > 0.5f;
            _positive[label] = positive;
            present += float.IsNaN(target) ? 0 : 1;
            positives += positive ? 1 : 0;
            soft += target is > 0 and < 1 ? 1 : 0;
        }

        result = new ScoredRow
        {
            Scores = scores,
            Probabilities = probabilities,
            Predicted = predicted.IsEmpty ? Predict(scores) : predicted,
            Targets = targets,
            Positive = _positive,
            Weight = weight,
            PresentCount = present,
            PositiveCount = positives,
            IsSoft = soft > 0,
        };
        return weight > 0 && present > 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ReadOnlySpan<bool> Predict(ReadOnlySpan<float> scores)
    {
        bool equal = options.ThresholdIsPositive;
        for (int label = 0; label < scores.Length; label++)
            _predicted[label] = scores[label] > _thresholds[label] || (equal && scores[label] == _thresholds[label]);
        return _predicted;
    }

    private void CheckLength(long row, int length, string name, bool mayBeEmpty)
    {
        if (length != labelCount && !(mayBeEmpty && length == 0))
            throw new ArgumentException($"Row {row} has {length} {name}; expected {labelCount}, one per label.", name);
    }

    private void RefuseNaN(long row, ReadOnlySpan<float> scores)
    {
        for (int label = 0; label < scores.Length; label++)
        {
            if (float.IsNaN(scores[label]))
                throw Bad(row, label, "score", float.NaN, "a number", nameof(scores));
        }
    }

    private ArgumentException Bad(long row, int label, string what, float value, string expected, string parameter)
    {
        string name = label < labelNames.Count ? $" ('{labelNames[label]}')" : "";
        return new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"The {what} of row {row}, label {label}{name}, is {value}; expected {expected}."), parameter);
    }
}
