using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary>
/// Solves H x = -g for sixteen labels side by side by preconditioned conjugate gradients, each lane until its own residual is small
/// enough (Nocedal and Wright, Numerical Optimization, 2006, algorithms 5.3 and 7.1).
/// </summary>
/// <param name="featureCount">D.</param>
/// <param name="preconditioner">The preconditioner, which makes H nearly the identity.</param>
internal sealed unsafe class ConjugateGradient(int featureCount, ILanePreconditioner preconditioner)
{
    private const int Lanes = LogisticRegressionBlock.Lanes;
    private readonly int _rows = featureCount + 1;
    private readonly LaneArray<float> _direction = new(featureCount + 1);
    private readonly LaneArray<float> _residual = new(featureCount + 1);
    private readonly LaneArray<float> _product = new(featureCount + 1);
    private readonly LaneArray<float> _scaled = new(featureCount + 1);

    /// <summary>(D + 1) x 16: the last solution.</summary>
    public LaneArray<float> Step { get; } = new(featureCount + 1);

    /// <summary>Solves for the requested lanes; the others' step is zero.</summary>
    /// <param name="hessian">H.</param>
    /// <param name="l2">The L2 term's weight.</param>
    /// <param name="gradient">g.</param>
    /// <param name="running">The lanes to solve for.</param>
    /// <param name="reduction">For each lane the fraction of the residual's first norm at which to stop.</param>
    /// <param name="maximumIterations">The most iterations; the last iterate is then used.</param>
    /// <param name="cancellation">Cancels within an iteration.</param>
    public void Solve(
        LogisticRegressionHessian hessian, float l2, LaneArray<double> gradient, ReadOnlySpan<bool> running,
        ReadOnlySpan<double> reduction, int maximumIterations, CancellationToken cancellation)
    {
        Span<double> rho = stackalloc double[Lanes];
        Span<double> target = stackalloc double[Lanes];
        Span<double> alpha = stackalloc double[Lanes];
        Span<double> beta = stackalloc double[Lanes];
        Span<double> curvature = stackalloc double[Lanes];
        preconditioner.Prepare(hessian, l2);
        Start(gradient, running);
        preconditioner.Apply(_residual, _scaled);
        _scaled.Span.CopyTo(_direction.Span);
        LaneMath.Dot(_residual, _scaled, _rows, rho);
        for (int lane = 0; lane < Lanes; lane++)
            target[lane] = running[lane] ? reduction[lane] * reduction[lane] * rho[lane] : double.PositiveInfinity;

        for (int iteration = 0; iteration < maximumIterations; iteration++)
        {
            bool any = false;
            for (int lane = 0; lane < Lanes; lane++)
                any |= rho[lane] > target[lane];
            if (!any)
                return;

            hessian.Multiply(_direction, l2, _product, cancellation);
            LaneMath.Dot(_direction, _product, _rows, curvature);
            for (int lane = 0; lane < Lanes; lane++)
                alpha[lane] = rho[lane] > target[lane] && curvature[lane] > 0 ? rho[lane] / curvature[lane] : 0;
            Advance(alpha);
            preconditioner.Apply(_residual, _scaled);
            LaneMath.Dot(_residual, _scaled, _rows, beta);
            for (int lane = 0; lane < Lanes; lane++)
            {
                double next = alpha[lane] == 0 ? 0 : beta[lane];
                beta[lane] = rho[lane] > 0 ? next / rho[lane] : 0;
                rho[lane] = next;
            }

            Turn(beta);
        }
    }

    // r = -g in the running lanes, x = 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Start(LaneArray<double> gradient, ReadOnlySpan<bool> running)
    {
        Span<float> mask = stackalloc float[Lanes];
        for (int lane = 0; lane < Lanes; lane++)
            mask[lane] = running[lane] ? -1 : 0;
        Vector512<float> sign = Vector512.Create(mask);
        Step.Span.Clear();
        for (nint i = 0; i < Step.Length; i += Lanes)
        {
            Vector512<float> g = Vector512.Narrow(Vector512.LoadAligned(gradient.Pointer + i), Vector512.LoadAligned(gradient.Pointer + i + 8));
            (sign * g).StoreAligned(_residual.Pointer + i);
        }
    }

    // x += alpha d, r -= alpha H d.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Advance(ReadOnlySpan<double> alpha)
    {
        Vector512<float> a = LaneMath.Narrow(alpha);
        for (nint i = 0; i < Step.Length; i += Lanes)
        {
            Vector512.FusedMultiplyAdd(-a, Vector512.LoadAligned(_product.Pointer + i), Vector512.LoadAligned(_residual.Pointer + i))
                .StoreAligned(_residual.Pointer + i);
            Vector512.FusedMultiplyAdd(a, Vector512.LoadAligned(_direction.Pointer + i), Vector512.LoadAligned(Step.Pointer + i))
                .StoreAligned(Step.Pointer + i);
        }
    }

    // d = z + beta d, z the preconditioned residual.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Turn(ReadOnlySpan<double> beta)
    {
        Vector512<float> b = LaneMath.Narrow(beta);
        for (nint i = 0; i < Step.Length; i += Lanes)
        {
            Vector512.FusedMultiplyAdd(b, Vector512.LoadAligned(_direction.Pointer + i), Vector512.LoadAligned(_scaled.Pointer + i))
                .StoreAligned(_direction.Pointer + i);
        }
    }
}
