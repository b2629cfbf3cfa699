using System.Collections;
using MLNetLoss.Metrics;

namespace MLNetLoss.Evaluation;

/// <summary>The folds of a cross-validation, and every measure's mean and standard deviation over them.</summary>
public sealed class MultiLabelCrossValidationResult : IReadOnlyList<MultiLabelCrossValidationFold>
{
    private readonly MultiLabelCrossValidationFold[] _folds;

    internal MultiLabelCrossValidationResult(MultiLabelCrossValidationFold[] folds) => _folds = folds;

    /// <summary>The number of folds.</summary>
    public int Count => _folds.Length;

    /// <summary>Every measure that is a single number, over the folds.</summary>
    public IReadOnlyList<CrossValidatedMeasure> Measures =>
        [.. MultiLabelMeasure.For(_folds[0].Metrics.Options).Select(measure => CrossValidatedMeasure.Of(measure, Metrics))];

    private MultiLabelClassificationMetrics[] Metrics => [.. _folds.Select(fold => fold.Metrics)];

    /// <summary>A fold.</summary>
    /// <param name="index">Its number, from 0.</param>
    public MultiLabelCrossValidationFold this[int index] => _folds[index];

    /// <summary>A measure over the folds.</summary>
    /// <param name="key">
    /// A key of <see cref="MultiLabelMeasure"/>, such as <c>micro_f1</c>, <c>precision_at_5</c> or, of one label, <c>f1:io</c>.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There is no such measure, the options do not include its k or beta, or no fold has its label.
    /// </exception>
    public CrossValidatedMeasure this[string key] => CrossValidatedMeasure.Of(MultiLabelMeasure.Get(key), Metrics);

    /// <inheritdoc/>
    public IEnumerator<MultiLabelCrossValidationFold> GetEnumerator() => _folds.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
