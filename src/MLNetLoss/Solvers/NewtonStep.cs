namespace MLNetLoss.Solvers;

/// <summary>
/// The steps of <see cref="NewtonConjugateGradient"/>: in single precision, which is nearly always enough, until <see cref="BecomePrecise"/>.
/// </summary>
/// <param name="block">The labels.</param>
/// <param name="objective">Their objective.</param>
internal sealed class NewtonStep(LogisticRegressionBlock block, LogisticRegressionObjective objective)
{
    private const int MaximumInnerIterations = 500;

    private readonly LogisticRegressionHessian _hessian = new(block, objective.Curvature);
    private readonly ConjugateGradient _single = new(
        block.FeatureCount,
        block.Problem.Gram is { } gram ? new GramPreconditioner(gram, block.FitBias) : new DiagonalPreconditioner(block.FeatureCount));

    private PreciseConjugateGradient? _precise;

    /// <summary>Whether steps are computed in double precision.</summary>
    public bool IsPrecise => Single is not null;

    /// <summary>The solution of the steps in single precision; null until those in double precision begin.</summary>
    public LaneArray<double>? Single { get; private set; }

    /// <summary>Starts over with steps in single precision.</summary>
    public void Reset() => Single = null;

    /// <summary>Goes on with steps in double precision.</summary>
    /// <param name="weights">The solution so far.</param>
    public void BecomePrecise(LaneArray<double> weights)
    {
        Single = new LaneArray<double>(block.FeatureCount + 1);
        weights.Span.CopyTo(Single.Span);
    }

    /// <summary>Computes the steps of some lanes.</summary>
    /// <param name="l2">The L2 term's weight.</param>
    /// <param name="running">The lanes.</param>
    /// <param name="reduction">For each lane the fraction of the residual's norm at which to stop.</param>
    /// <param name="negligible">For each lane a gain of the objective that does not matter.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public void Solve(double l2, bool[] running, double[] reduction, double[] negligible, CancellationToken cancellation)
    {
        if (IsPrecise)
        {
            _precise ??= new PreciseConjugateGradient(block, _hessian);
            _precise.Solve(l2, objective.Gradient, running, reduction, negligible, MaximumInnerIterations, cancellation);
        }
        else
        {
            _single.Solve(_hessian, (float)l2, objective.Gradient, running, reduction, MaximumInnerIterations, cancellation);
        }
    }

    /// <summary>Whether a lane's step has the requested accuracy, as far as can be told.</summary>
    /// <param name="lane">The lane.</param>
    public bool IsSolved(int lane) => !IsPrecise || _precise!.IsSolved[lane];

    /// <summary>For each lane the slope of the objective along the step.</summary>
    /// <param name="slopes">Receives 16 slopes.</param>
    public void Slopes(double[] slopes)
    {
        if (IsPrecise)
            LaneMath.Dot(objective.Gradient, _precise!.Step, slopes);
        else
            LaneMath.Dot(objective.Gradient, _single.Step, slopes);
    }

    /// <summary>Goes a part of the step.</summary>
    /// <param name="lengths">16 lengths, 1 for the whole step.</param>
    /// <param name="start">Where the step starts.</param>
    /// <param name="end">Receives where it ends.</param>
    public void Go(double[] lengths, LaneArray<double> start, LaneArray<double> end)
    {
        if (IsPrecise)
            LaneMath.MultiplyAdd(lengths, _precise!.Step, start, end);
        else
            LaneMath.MultiplyAdd(lengths, _single.Step, start, end);
    }
}
