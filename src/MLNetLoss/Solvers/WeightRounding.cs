namespace MLNetLoss.Solvers;

/// <summary>
/// Rounds the solution of <see cref="NewtonConjugateGradient"/> to single precision. Weights that nearly cancel each other, as those of features
/// far from zero and the bias do, lose by that; other weights of single precision may then be better than the nearest ones.
/// </summary>
/// <param name="block">The labels.</param>
/// <param name="objective">Their objective.</param>
internal sealed class WeightRounding(LogisticRegressionBlock block, LogisticRegressionObjective objective)
{
    private const int Lanes = LogisticRegressionBlock.Lanes;
    private readonly double[] _unrounded = new double[Lanes];

    /// <summary>Rounds weights, and evaluates the objective there.</summary>
    /// <param name="weights">The weights, at which the objective was evaluated last.</param>
    /// <param name="other">Weights to use in lanes where they are better once rounded, or null; is overwritten.</param>
    /// <param name="scratch">(D + 1) x 16 values; is overwritten.</param>
    /// <param name="l2">The L2 term's weight.</param>
    /// <param name="tolerance">The fraction of the objective that may be lost.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public void Round(
        LaneArray<double> weights, LaneArray<double>? other, LaneArray<double> scratch, double l2, double tolerance, CancellationToken cancellation)
    {
        objective.Values.CopyTo(_unrounded, 0);
        LaneMath.Round(weights);
        objective.Evaluate(weights, l2, isExact: true, cancellation);
        bool isSpoilt = false;
        for (int lane = 0; lane < Lanes; lane++)
            isSpoilt |= block.Active[lane] && IsSpoilt(lane, tolerance);
        if (!isSpoilt || other is null)
            return;

        // The bias that is the optimum for the rounded weights.
        weights.Span.CopyTo(scratch.Span);
        Span<double> bias = scratch.Span[(block.FeatureCount * Lanes)..];
        for (int lane = 0; lane < Lanes; lane++)
            bias[lane] -= objective.BiasGradient[lane] == 0 ? 0 : objective.BiasGradient[lane] / objective.BiasCurvature[lane];
        TakeBetter(scratch, weights, l2, cancellation);
        TakeBetter(other, weights, l2, cancellation);
    }

    /// <summary>Whether rounding has raised a lane's objective by more than a fraction.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="tolerance">The fraction.</param>
    public bool IsSpoilt(int lane, double tolerance) => !(objective.Values[lane] - _unrounded[lane] <= tolerance * objective.Values[lane]);

    private void TakeBetter(LaneArray<double> others, LaneArray<double> weights, double l2, CancellationToken cancellation)
    {
        Span<double> values = stackalloc double[Lanes];
        objective.Values.CopyTo(values);
        LaneMath.Round(others);
        objective.Evaluate(others, l2, isExact: true, cancellation);
        Span<double> from = others.Span, to = weights.Span;
        for (int i = 0; i < to.Length; i++)
            to[i] = objective.Values[i % Lanes] < values[i % Lanes] ? from[i] : to[i];
        objective.Evaluate(weights, l2, isExact: true, cancellation);
    }
}
