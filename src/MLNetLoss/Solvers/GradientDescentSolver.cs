using System.Diagnostics;
using MLNetLoss.Losses;

namespace MLNetLoss.Solvers;

/// <summary>
/// Trains a linear model of all labels at once by mini-batch gradient descent. It minimises the sum over rows of weight times the
/// sum over labels of the loss, plus <c>L2Regularization / 2 * ||W||²</c>, the bias left out.
/// </summary>
/// <remarks>
/// <para>
/// The rows are read twice or more: once for their statistics, then once a pass. They are shuffled within windows of about four
/// million values, which are the same whether the rows are in memory or streamed; the result is the same bit for bit, as it is
/// for any number of threads.
/// </para>
/// <para>
/// The regularisation of a feature is spread evenly over the rows that have it, so that a step touches the weights of its rows'
/// features and no others; summed over all rows it is the objective's. <see cref="UpdateRule.AdamW"/> instead shrinks all weights
/// in each step.
/// </para>
/// <para>
/// Where the weights under training and what the rule remembers of them would not fit the memory budget, labels are trained in
/// blocks, one after the other. No label's steps depend on another label, so the model is the same bit for bit, unless validation
/// rows stop a block before its last pass.
/// </para>
/// </remarks>
/// <param name="settings">The options.</param>
/// <param name="loss">The loss; null for binary cross-entropy with logits.</param>
internal sealed class GradientDescentSolver(GradientDescentSettings settings, MultiLabelLoss? loss = null)
{
    private readonly GradientDescentSettings _settings = Checked(settings);
    private readonly MultiLabelLoss _loss = loss ?? new BCEWithLogitsLoss();

    /// <summary>Trains a model.</summary>
    /// <param name="source">The rows to learn from.</param>
    /// <param name="start">The model to start from; null for zero weights.</param>
    /// <param name="validation">Rows to judge each pass by; null for those of <see cref="GradientDescentSettings.ValidationFraction"/>.</param>
    /// <param name="measure">
    /// Makes what to judge by, given the first label of a block and the number of its labels; null for the loss.
    /// </param>
    /// <param name="progress">Told after each pass.</param>
    /// <param name="cancellation">Stops the training between two batches.</param>
    /// <returns>The model and how it came about.</returns>
    /// <exception cref="InvalidDataException">There is no row, no row of use or no positive target.</exception>
    /// <exception cref="ArgumentException">A target or weight is out of range; the start or the validation rows do not fit.</exception>
    /// <exception cref="ArithmeticException">The training diverged.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public GradientDescentResult Fit(
        RowSource source,
        LinearModel? start = null,
        RowSource? validation = null,
        Func<int, int, ValidationMeasure>? measure = null,
        IProgress<GradientDescentProgress>? progress = null,
        CancellationToken cancellation = default)
        => Train(source, start, false, validation, measure, progress, cancellation);

    /// <summary>
    /// Learns from further rows what they add to a model: minimises their loss plus <c>L2Regularization / 2 * ||W - W₀||²</c>, W₀
    /// being the model's weights, bias included. What the rows say nothing about stays as it was.
    /// </summary>
    /// <param name="model">The model; it is not changed.</param>
    /// <param name="newRows">The further rows.</param>
    /// <param name="progress">Told after each pass.</param>
    /// <param name="cancellation">Stops the training between two batches.</param>
    /// <returns>The new model and how it came about.</returns>
    /// <exception cref="InvalidDataException">There is no row or no row of use; no target need be positive.</exception>
    /// <exception cref="ArgumentException">As for <see cref="Fit"/>.</exception>
    public GradientDescentResult Update(
        LinearModel model,
        RowSource newRows,
        IProgress<GradientDescentProgress>? progress = null,
        CancellationToken cancellation = default)
        => Train(newRows, model, true, null, null, progress, cancellation);

    private static GradientDescentSettings Checked(GradientDescentSettings settings)
    {
        settings.Validate();
        return settings;
    }

    private GradientDescentResult Train(
        RowSource source,
        LinearModel? start,
        bool update,
        RowSource? validation,
        Func<int, int, ValidationMeasure>? measure,
        IProgress<GradientDescentProgress>? progress,
        CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        CheckShape(start is null ? null : (start.FeatureCount, start.LabelCount), "The model to start from", source);
        CheckShape(validation is null ? null : (validation.FeatureCount, validation.LabelCount), "The validation data", source);
        var holdOut = validation is null ? new HoldOut(_settings.ValidationFraction, _settings.Seed) : default;
        RowStatistics statistics = RowStatistics.Collect(source, holdOut, cancellation);
        DescentPlan.CheckRows(statistics, needPositive: !update);
        var weighting = PosWeighting.Create(_settings.PosWeight, _settings.BalancePosWeight, source.LabelCount,
            label => (statistics.Positives(label), statistics.TargetWeight(label)));
        int width = DescentPlan.BlockWidth(_settings, source.FeatureCount, source.LabelCount, update, judges: validation is not null || !holdOut.IsEmpty);
        int blocks = (source.LabelCount + width - 1) / width;
        var run = new GradientDescentRun(_settings, _loss, update, measure)
        {
            Began = began,
            BlockCount = blocks,
            Progress = progress,
            Cancellation = cancellation,
        };
        if (blocks == 1)
            return run.Train(source, statistics, holdOut, start, validation, weighting, 0);

        var whole = new LinearModel(source.FeatureCount, source.LabelCount);
        var results = new List<GradientDescentResult>(blocks);
        for (int from = 0; from < source.LabelCount; from += width)
        {
            int count = Math.Min(width, source.LabelCount - from);
            var part = new LabelRangeSource(source, from, count);
            GradientDescentResult result = run.Train(
                part, RowStatistics.Collect(part, holdOut, cancellation), holdOut, start?.Slice(from, count),
                validation is null ? null : new LabelRangeSource(validation, from, count), weighting?.Slice(from, count), from);
            whole.Insert(result.Model, from);

            // The curve and the counts are all that is needed of a block from here on.
            results.Add(result with { Model = whole });
        }

        return GradientDescentResult.Join(results, statistics);
    }

    private static void CheckShape((int Features, int Labels)? shape, string what, RowSource source)
    {
        if (shape is { } given && (given.Features != source.FeatureCount || given.Labels != source.LabelCount))
        {
            throw new ArgumentException(
                $"{what} has {given.Features} features and {given.Labels} labels; the rows to learn from have {source.FeatureCount} and {source.LabelCount}.");
        }
    }
}
