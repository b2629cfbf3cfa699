namespace MLNetLoss.Solvers;

/// <summary>
/// The exact minimum, for all labels, of
/// <c>sum over rows of weight * sum over labels of (softplus(z) - t z) + L2 / 2 |W|^2</c> with <c>z = x W + b</c>, where the bias is not part
/// of the L2 term. The problem separates into one per label; sixteen are solved side by side, so that a row's features are read once for all
/// of them. A block of labels is solved entirely by one thread, so that the number of threads does not change a bit.
/// </summary>
internal static class LogisticRegressionSolver
{
    /// <summary>Solves the problem.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="warmStart">A model of the same size to start from; null to start from scratch.</param>
    /// <param name="progress">Receives the progress of each iteration; calls never overlap, but come from the working threads.</param>
    /// <param name="cancellation">Cancels the work; nothing is returned then.</param>
    /// <returns>The model, with a certificate for each label.</returns>
    /// <exception cref="ArgumentException">Settings out of range, or a start of another shape.</exception>
    /// <exception cref="InvalidDataException">There is no row of positive weight.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LogisticRegressionSolution Solve(
        TrainingSet data, LogisticRegressionSettings settings, LinearModel? warmStart = null,
        IProgress<LogisticRegressionProgress>? progress = null, CancellationToken cancellation = default)
    {
        settings.Validate();
        if (warmStart is not null && (warmStart.FeatureCount != data.FeatureCount || warmStart.LabelCount != data.LabelCount))
        {
            throw new ArgumentException(
                $"The start has {warmStart.FeatureCount} features and {warmStart.LabelCount} labels; "
                + $"the data have {data.FeatureCount} and {data.LabelCount}.", nameof(warmStart));
        }

        var run = new LogisticRegressionRun(new LogisticRegressionProblem(data, settings, warmStart), settings, warmStart, progress, cancellation);
        return run.Solve();
    }
}
