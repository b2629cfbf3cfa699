using System.Diagnostics;
using MLNetLoss.Losses;

namespace MLNetLoss.Solvers;

/// <summary>
/// Trains a linear model of all labels at once by mini-batch gradient descent. It minimises the sum over rows of weight times the
/// sum over labels of the loss, plus <c>L2Regularization / 2 * ||W||²</c>, the bias left out.
/// </summary>
/// <remarks>
/// <para>
/// The rows are read at least twice: once for their statistics, then once per pass. They are shuffled within windows of about four million
/// values, which are the same whether the rows are in memory or streamed; so the result is the same bit for bit, as it is for any number of
/// threads.
/// </para>
/// <para>
/// The regularisation of a feature is spread evenly over the rows that have it, so that a step only changes the weights of its rows'
/// features; summed over all rows it equals the objective's. <see cref="UpdateRule.AdamW"/> instead shrinks all weights in each step.
/// </para>
/// <para>
/// If the weights under training and the rule's state exceed the memory budget, labels are trained in blocks, one after another. No label's
/// steps depend on another label, so the model is the same bit for bit, unless validation rows stop a block before its last pass.
/// </para>
/// </remarks>
/// <param name="settings">The options.</param>
/// <param name="loss">The loss; null for binary cross-entropy with logits.</param>
internal sealed class GradientDescentSolver(GradientDescentSettings settings, MultiLabelLoss? loss = null)
{
    private readonly GradientDescentSettings _settings = Checked(settings);
    private readonly MultiLabelLoss _loss = loss ?? new BCEWithLogitsLoss();

    /// <summary>Trains a model.</summary>
    /// <param name="source">The training rows.</param>
    /// <param name="start">The model to start from; null for zero weights.</param>
    /// <param name="validation">Validation rows; null for those of <see cref="GradientDescentSettings.ValidationFraction"/>.</param>
    /// <param name="measure">
    /// Makes the validation measure, given a block's first label and number of labels; null for the loss.
    /// </param>
    /// <param name="progress">Receives progress after each pass.</param>
    /// <param name="cancellation">Cancels the training between two batches.</param>
    /// <returns>The model and the course of the training.</returns>
    /// <exception cref="InvalidDataException">There is no row, no usable row or no positive target.</exception>
    /// <exception cref="ArgumentException">
    /// A target or weight is out of range; the start, the validation rows or the loss's weights do not fit; a block of labels would be too large.
    /// </exception>
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
    /// Updates a model with new rows: minimises their loss plus <c>L2Regularization / 2 * ||W - W₀||²</c>, where W₀ are the model's weights,
    /// bias included. Weights that the rows say nothing about stay unchanged.
    /// </summary>
    /// <param name="model">The model; not modified.</param>
    /// <param name="newRows">The new rows.</param>
    /// <param name="progress">Receives progress after each pass.</param>
    /// <param name="cancellation">Cancels the training between two batches.</param>
    /// <returns>The new model and the course of the training.</returns>
    /// <exception cref="InvalidDataException">There is no row or no usable row; no target need be positive.</exception>
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
        _loss.CheckLabelCount(source.LabelCount);
        var holdOut = validation is null ? new HoldOut(_settings.ValidationFraction, _settings.Seed) : default;
        RowStatistics statistics = RowStatistics.Collect(source, holdOut, cancellation);
        DescentPlan.CheckRows(statistics, needPositive: !update);
        RowStatistics? validationStatistics = validation is null ? null : RowStatistics.Collect(validation, default, cancellation);
        CheckValidation(statistics, holdOut, validationStatistics);
        var weighting = PosWeighting.Create(_settings.PosWeight, _settings.BalancePosWeight, source.LabelCount,
            label => (statistics.Positives(label), statistics.TargetWeight(label)));
        int width = DescentPlan.BlockWidth(
            _settings, source.FeatureCount, source.LabelCount, statistics.TrainingRowCount, update, judges: validation is not null || !holdOut.IsEmpty);
        int blocks = (source.LabelCount + width - 1) / width;
        var run = new GradientDescentRun(_settings, _loss, update, measure)
        {
            Began = began,
            BlockCount = blocks,
            Progress = progress,
            ValidationWindows = validationStatistics?.Windows ?? [],
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

            // Only the curve and the counts of the block are still needed.
            results.Add(result with { Model = whole });
        }

        return GradientDescentResult.Join(results, statistics);
    }

    private void CheckValidation(RowStatistics statistics, HoldOut holdOut, RowStatistics? validation)
    {
        if (validation is { TrainingRowCount: 0 })
        {
            throw new ArgumentException(
                $"The validation data has no row of use: {validation.RowCount} rows, {validation.BadRowCount} of them with NaN or infinite features.");
        }

        if (validation is null && _settings.ValidationFraction > 0 && statistics.ValidationRowCount == 0)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"A fraction of {_settings.ValidationFraction} of {statistics.RowCount} rows leaves no row for validation."));
        }

        if (validation is { HasTargets: false } || (!holdOut.IsEmpty && !statistics.HasValidationTargets))
            throw new ArgumentException("No held-out row has a weight above 0, a target that is not missing and finite features.");
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
