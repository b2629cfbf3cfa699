namespace MLNetLoss.Solvers;

/// <summary>
/// <see cref="ConjugateGradient"/> in double precision, for labels whose features are far from zero, nearly dependent or of very different
/// size: single precision rounds away the curvature in some directions, and what would be gained along them is not seen. It takes several
/// times as long.
/// </summary>
/// <param name="block">The labels.</param>
/// <param name="hessian">Their Hessian.</param>
internal sealed class PreciseConjugateGradient(LogisticRegressionBlock block, LogisticRegressionHessian hessian)
{
    private const int Lanes = LogisticRegressionBlock.Lanes;

    // Where curvatures are of very different size, as without a minimum, residuals hardly fall. After so many iterations, and each time there are
    // twice as many, a lane also ends if the second half of them has added next to nothing, or this share of the gain of all.
    private const int LeastIterations = 64;
    private const double AddedShare = 0.01;

    private readonly PrecisePreconditioner _preconditioner = new(block);
    private readonly LaneArray<double> _direction = new(block.FeatureCount + 1);
    private readonly LaneArray<double> _residual = new(block.FeatureCount + 1);
    private readonly LaneArray<double> _product = new(block.FeatureCount + 1);
    private readonly LaneArray<double> _scaled = new(block.FeatureCount + 1);

    /// <summary>(D + 1) x 16: the last solution.</summary>
    public LaneArray<double> Step { get; } = new(block.FeatureCount + 1);

    /// <summary>For each lane whether the last solution has the requested accuracy.</summary>
    public bool[] IsSolved { get; } = new bool[Lanes];

    /// <summary>Solves for the requested lanes; the others' step is zero.</summary>
    /// <param name="l2">The L2 term's weight.</param>
    /// <param name="gradient">g.</param>
    /// <param name="running">The lanes to solve for.</param>
    /// <param name="reduction">For each lane the fraction of the residual's first norm at which to stop.</param>
    /// <param name="negligible">For each lane a gain of the objective that does not matter; if zero, only the residual counts.</param>
    /// <param name="maximumIterations">The most iterations; the last iterate is then used.</param>
    /// <param name="cancellation">Cancels within an iteration.</param>
    public void Solve(
        double l2, LaneArray<double> gradient, ReadOnlySpan<bool> running, ReadOnlySpan<double> reduction,
        ReadOnlySpan<double> negligible, int maximumIterations, CancellationToken cancellation)
    {
        Span<double> rho = stackalloc double[Lanes];
        Span<double> target = stackalloc double[Lanes];
        Span<double> alpha = stackalloc double[Lanes];
        Span<double> beta = stackalloc double[Lanes];
        Span<double> curvature = stackalloc double[Lanes];
        Span<double> gains = stackalloc double[Lanes];
        Span<double> gainsBefore = stackalloc double[Lanes];
        gains.Clear();
        gainsBefore.Clear();
        _preconditioner.Prepare(hessian, l2);
        for (int lane = 0; lane < Lanes; lane++)
            alpha[lane] = running[lane] ? -1 : 0;
        Step.Span.Clear();
        LaneMath.MultiplyAdd(alpha, gradient, Step, _residual);
        _preconditioner.Apply(_residual, _scaled);
        _scaled.Span.CopyTo(_direction.Span);
        LaneMath.Dot(_residual, _scaled, rho);
        for (int lane = 0; lane < Lanes; lane++)
        {
            target[lane] = running[lane] ? reduction[lane] * reduction[lane] * rho[lane] : double.PositiveInfinity;
            IsSolved[lane] = running[lane] && rho[lane] <= target[lane];
        }

        for (int iteration = 0; iteration < maximumIterations; iteration++)
        {
            bool any = false;
            for (int lane = 0; lane < Lanes; lane++)
                any |= rho[lane] > target[lane];
            if (!any)
                return;

            hessian.Multiply(_direction, l2, _product, cancellation);
            LaneMath.Dot(_direction, _product, curvature);
            for (int lane = 0; lane < Lanes; lane++)
                alpha[lane] = rho[lane] > target[lane] && curvature[lane] > 0 ? rho[lane] / curvature[lane] : 0;
            LaneMath.MultiplyAdd(alpha, _direction, Step, Step);
            for (int lane = 0; lane < Lanes; lane++)
                beta[lane] = -alpha[lane];
            LaneMath.MultiplyAdd(beta, _product, _residual, _residual);
            _preconditioner.Apply(_residual, _scaled);
            LaneMath.Dot(_residual, _scaled, beta);
            for (int lane = 0; lane < Lanes; lane++)
            {
                // A lane without curvature in its direction ends, unsolved.
                double next = alpha[lane] == 0 ? 0 : beta[lane];
                gains[lane] += alpha[lane] * rho[lane];
                IsSolved[lane] |= alpha[lane] != 0 && next <= target[lane];
                beta[lane] = rho[lane] > 0 ? next / rho[lane] : 0;
                rho[lane] = next;
            }

            LaneMath.MultiplyAdd(beta, _direction, _scaled, _direction);
            int done = iteration + 1;
            if (done < LeastIterations / 2 || !int.IsPow2(done))
                continue;
            for (int lane = 0; lane < Lanes; lane++)
            {
                double little = negligible[lane] > 0 ? Math.Max(AddedShare * gains[lane], negligible[lane]) : double.NegativeInfinity;
                if (done >= LeastIterations && rho[lane] > target[lane] && gains[lane] - gainsBefore[lane] <= little)
                    (IsSolved[lane], rho[lane]) = (true, 0);
            }

            gains.CopyTo(gainsBefore);
        }
    }
}
