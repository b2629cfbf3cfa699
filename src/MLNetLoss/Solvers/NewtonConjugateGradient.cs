using System.Runtime.CompilerServices;

namespace MLNetLoss.Solvers;

/// <summary>
/// Newton's method with conjugate gradients for sixteen labels side by side: value and gradient in the precision that the tolerance requires,
/// steps in single precision, and in double precision where those lead no further. Each lane has its own step length and stops by its own
/// certificate.
/// </summary>
/// <param name="block">The labels.</param>
internal sealed class NewtonConjugateGradient(LogisticRegressionBlock block)
{
    private const int Lanes = LogisticRegressionBlock.Lanes;

    // Armijo's condition with its customary constant. A step halved this often is lost in rounding.
    private const double SufficientDecrease = 1e-4;
    private const int MaximumHalvings = 40;
    // Without an L2 term, how accurately the steps in double precision are solved: what is left may hide in directions of little curvature.
    private const double PreciseReduction = 1e-6;

    // With an L2 term, steps in double precision are tried after so many successive steps that did not halve the gap.
    private const int MaximumStuckSteps = 5;

    // A smaller fraction of the objective than this is lost in the rounding of single precision.
    private const double FinestInSingle = 1e-5;

    // An objective that is a smaller fraction of its terms, whose difference it is, has an error of 1 % or more in single precision.
    private const double LostInSingle = 1e-5;

    // In double precision, a smaller change of the objective than this fraction of its terms may be rounding error.
    private const double FinestInDouble = 1e-14;

    // At zero weights and zero bias the objective is ln 2 times the rows' weight; a start above that is useless.
    private const double WorseThanZeros = 0.7;

    // Without an L2 term: an objective of this fraction of its rows' weight has vanished, so that the classes are separable.
    private const double Vanished = 1e-6;

    private NewtonStep? _step;
    private readonly LaneArray<double> _start = new(block.FeatureCount + 1);
    private readonly double[] _lengths = new double[Lanes];
    private readonly double[] _slopes = new double[Lanes];
    private readonly double[] _before = new double[Lanes];
    private readonly double[] _lowerBounds = new double[Lanes];
    private readonly double[] _gaps = new double[Lanes];
    private readonly double[] _reductions = new double[Lanes];
    private readonly double[] _negligible = new double[Lanes];
    private readonly int[] _stuckSteps = new int[Lanes];
    private readonly bool[] _running = new bool[Lanes];
    private readonly int[] _iterations = new int[Lanes];
    private readonly SolverStatus[] _status = new SolverStatus[Lanes];

    // The model holds single precision, and certificates refer to such weights. They are rounded after each step, and the gradient is summed
    // in single precision, until that prevents a smaller gap (large features make the gradient sensitive); then the weights are rounded only
    // at the end.
    private bool _isExact;
    private bool _wantsExact;
    private bool _restart;

    private bool _wantsPrecise;

    /// <summary>(D + 1) x 16 weights, the biases last: the start, then the solution, whose values are single-precision numbers.</summary>
    public LaneArray<double> Weights { get; } = new(block.FeatureCount + 1);

    /// <summary>The objective where it was last evaluated: at the solution, in the end.</summary>
    private LogisticRegressionObjective Objective { get; } = new(block);

    /// <summary>Solves for the block's active lanes.</summary>
    /// <param name="l2">The L2 term's weight.</param>
    /// <param name="tolerance">The largest allowed bound on the distance from the minimum, as a fraction of the objective.</param>
    /// <param name="maximumIterations">The most iterations.</param>
    /// <param name="report">Receives each iteration's number, objective and gap.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public void Solve(double l2, double tolerance, int maximumIterations, Action<int, double, double> report, CancellationToken cancellation)
    {
        _step ??= new NewtonStep(block, Objective);
        _step.Reset();
        Array.Clear(_iterations);
        Array.Fill(_status, SolverStatus.IterationLimit);
        Array.Fill(_lowerBounds, double.NegativeInfinity);
        Array.Fill(_gaps, double.PositiveInfinity);
        Array.Fill(_slopes, double.NegativeInfinity);
        _isExact = l2 == 0 || tolerance < FinestInSingle;
        block.Active.CopyTo(_running, 0);
        Array.Clear(_stuckSteps);
        _restart = false;
        Begin(l2, cancellation);
        for (int iteration = 0; ; iteration++)
        {
            bool any = Judge(l2, tolerance), isLast = iteration == maximumIterations;
            bool isSingle = !_isExact;
            if (isSingle && (_wantsExact || !any || isLast))
            {
                MakeExact(l2, cancellation);
                any = Judge(l2, tolerance);
            }

            (double objective, double gap) = Objective.Total(_lowerBounds);
            report(iteration, objective, gap);
            if (!_step.IsPrecise && (l2 > 0 ? _wantsPrecise && !isLast : !any || isLast))
                any = BeginPrecise(l2, tolerance, cancellation);
            else if (any && !isLast)
                _step.Solve(l2, _running, _reductions, _negligible, cancellation);
            if (!any || isLast)
            {
                if (!isSingle)
                    RoundSolution(l2, tolerance, cancellation);
                return;
            }

            Search(l2, tolerance, cancellation);
        }
    }

    /// <summary>What is known about a lane's solution.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="classes">The classes of its label.</param>
    public LogisticRegressionCertificate Certify(int lane, LabelClasses classes)
    {
        double bias = Objective.BiasGradient[lane];
        return new LogisticRegressionCertificate(
            classes, Objective.Values[lane], double.IsFinite(_lowerBounds[lane]) ? GapOf(lane) : double.NaN,
            Math.Sqrt(Objective.SquaredGradient[lane] + (bias * bias)), _iterations[lane], _status[lane]);
    }

    // On large features, coordinate ascent may end further from the minimum than zero weights are, or overflow.
    private void Begin(double l2, CancellationToken cancellation)
    {
        Evaluate(l2, cancellation);
        bool any = false;
        for (int lane = 0; lane < Lanes; lane++)
        {
            if (!block.Active[lane] || Objective.Values[lane] < WorseThanZeros * block.Weights[lane])
                continue;
            any = true;
            LaneMath.Clear(Weights, lane);
        }

        if (any)
            Evaluate(l2, cancellation);
    }

    // Evaluates in the current precision, or in double precision if rounding in single precision would drown the objective.
    private void Evaluate(double l2, CancellationToken cancellation)
    {
        Objective.Evaluate(Weights, l2, _isExact, cancellation);
        bool isLost = false;
        for (int lane = 0; lane < Lanes && !_isExact; lane++)
            isLost |= _running[lane] && !(Objective.Values[lane] > LostInSingle * Objective.Magnitudes[lane]);
        if (isLost)
            MakeExact(l2, cancellation);
    }

    // Rounding in single precision may have hidden that a lane is not yet within its tolerance, or that a step still lowers its objective, so
    // every lane is judged again.
    private void MakeExact(double l2, CancellationToken cancellation)
    {
        _isExact = _restart = true;
        Array.Fill(_slopes, double.NegativeInfinity);
        Objective.Evaluate(Weights, l2, isExact: true, cancellation);
    }

    // Goes on with steps in double precision. Without an L2 term nothing but the next step tells how far the minimum is, so lanes whose last step
    // gained next to nothing are resumed, unless such a step would gain next to nothing, too.
    private bool BeginPrecise(double l2, double tolerance, CancellationToken cancellation)
    {
        _step!.BecomePrecise(Weights);
        for (int lane = 0; lane < Lanes && l2 == 0; lane++)
        {
            if (!block.Active[lane] || _status[lane] == SolverStatus.Separable)
                continue;
            (_running[lane], _status[lane]) = (true, SolverStatus.IterationLimit);
            SetAccuracy(lane, l2, tolerance);
        }

        if (!_running.Contains(true))
            return false;
        _step.Solve(l2, _running, _reductions, _negligible, cancellation);
        _step.Slopes(_slopes);
        for (int lane = 0; lane < Lanes; lane++)
        {
            if (l2 == 0 && _running[lane] && IsLast(lane, tolerance))
                End(lane, SolverStatus.Converged);
        }

        return _running.Contains(true);
    }

    // Without an L2 term there is no bound; half of the Newton slope is the predicted gain, up to terms of third order.
    private bool IsLast(int lane, double tolerance) => -0.5 * _slopes[lane] <= tolerance * Objective.Values[lane] && _step!.IsSolved(lane);

    private void RoundSolution(double l2, double tolerance, CancellationToken cancellation)
    {
        var rounding = new WeightRounding(block, Objective);
        rounding.Round(Weights, _step!.Single, _start, l2, tolerance, cancellation);
        for (int lane = 0; lane < Lanes; lane++)
        {
            if (_status[lane] == SolverStatus.Converged
                && (l2 > 0 ? GapOf(lane) > 2 * tolerance * Objective.Values[lane] : rounding.IsSpoilt(lane, tolerance)))
                _status[lane] = SolverStatus.PrecisionLimit;
        }
    }

    private double GapOf(int lane) => Math.Max(0, Objective.Values[lane] - _lowerBounds[lane]);

    // Updates the bounds and decides which lanes continue, and how accurately each solves for its next step.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Judge(double l2, double tolerance)
    {
        if (_restart)
        {
            block.Active.CopyTo(_running, 0);
            Array.Fill(_status, SolverStatus.IterationLimit);
            Array.Fill(_lowerBounds, double.NegativeInfinity);
        }

        bool isFresh = _restart, any = _restart = _wantsExact = _wantsPrecise = false;
        for (int lane = 0; lane < Lanes; lane++)
        {
            if (!_running[lane])
                continue;
            double value = Objective.Values[lane], gap = Objective.EstimatedGapOf(lane, l2), allowed = tolerance * value;
            _lowerBounds[lane] = Math.Max(_lowerBounds[lane], value - Objective.GapOf(lane, l2));
            bool isStuck = gap > 0.5 * _gaps[lane];
            _wantsExact |= isStuck;
            _stuckSteps[lane] = isStuck && _isExact && !isFresh ? _stuckSteps[lane] + 1 : 0;
            bool mayBePrecise = l2 > 0 && block.Problem.Gram is not null && !_step!.IsPrecise;
            _gaps[lane] = gap;
            if (l2 > 0 && value - _lowerBounds[lane] <= allowed)
                End(lane, SolverStatus.Converged);
            else if (l2 == 0 && value < Vanished * block.Weights[lane])
                End(lane, SolverStatus.Separable);
            else if (isStuck && -_slopes[lane] < NoiseOf(lane) && !mayBePrecise)
                End(lane, SolverStatus.PrecisionLimit);
            _wantsPrecise |= _running[lane] && mayBePrecise && (_stuckSteps[lane] == MaximumStuckSteps || (isStuck && -_slopes[lane] < NoiseOf(lane)));
            SetAccuracy(lane, l2, tolerance);
            any |= _running[lane];
        }

        return any;
    }

    // Far from the minimum an accurate step is wasted; close to it, the next step should be the last.
    private void SetAccuracy(int lane, double l2, double tolerance)
    {
        double allowed = tolerance * Objective.Values[lane];
        _reductions[lane] = l2 > 0 ? Math.Clamp(Math.Sqrt(0.25 * allowed / _gaps[lane]), 1e-3, 0.3) : _step!.IsPrecise ? PreciseReduction : 1e-2;
        _negligible[lane] = l2 > 0 ? 0 : 0.01 * allowed;
    }

    private double NoiseOf(int lane) => _isExact ? FinestInDouble * Objective.Magnitudes[lane] : 0;

    private void End(int lane, SolverStatus status) => (_status[lane], _running[lane]) = (status, false);

    // Line search: in each lane the longest tried step that lowers the objective enough.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Search(double l2, double tolerance, CancellationToken cancellation)
    {
        _step!.Slopes(_slopes);
        Objective.Values.CopyTo(_before, 0);
        for (int lane = 0; lane < Lanes; lane++)
        {
            _iterations[lane] += _running[lane] ? 1 : 0;
            if (_running[lane] && !(_slopes[lane] < 0 && double.IsFinite(_slopes[lane])))
                End(lane, SolverStatus.PrecisionLimit);
            _lengths[lane] = _running[lane] ? 1 : 0;
        }

        // Each length is tried from the start point: adding a huge step and taking part of it back would round the weights away.
        Weights.Span.CopyTo(_start.Span);
        for (int halving = 0; ; halving++)
        {
            _step.Go(_lengths, _start, Weights);
            if (!_isExact)
                LaneMath.Round(Weights);
            Evaluate(l2, cancellation);
            bool any = false;
            for (int lane = 0; lane < Lanes; lane++)
            {
                if (_lengths[lane] == 0 || Objective.Values[lane] <= _before[lane] + (SufficientDecrease * _lengths[lane] * _slopes[lane]) + NoiseOf(lane))
                    continue;
                any = true;
                _lengths[lane] = halving < MaximumHalvings ? _lengths[lane] / 2 : 0;
            }

            if (!any)
                break;
        }

        for (int lane = 0; lane < Lanes; lane++)
        {
            if (_running[lane] && _lengths[lane] == 0)
                End(lane, SolverStatus.PrecisionLimit);
            else if (_running[lane] && l2 == 0 && _lengths[lane] == 1 && IsLast(lane, tolerance))
                End(lane, SolverStatus.Converged);
            else if (_running[lane] && l2 == 0 && _step.IsPrecise && _before[lane] - Objective.Values[lane] <= NoiseOf(lane))
                End(lane, SolverStatus.PrecisionLimit);
        }
    }
}
