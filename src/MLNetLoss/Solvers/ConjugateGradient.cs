using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary>
/// Solves H x = -g for sixteen labels side by side by conjugate gradients with the diagonal of H as preconditioner, each lane until
/// its own residual is small enough (Nocedal and Wright, Numerical Optimization, 2006, algorithms 5.3 and 7.1).
/// </summary>
/// <param name="featureCount">D.</param>
internal sealed unsafe class ConjugateGradient(int featureCount)
{
    private const int Lanes = LogisticRegressionBlock.Lanes;
    private readonly int _rows = featureCount + 1;
    private readonly LaneArray<float> _direction = new(featureCount + 1);
    private readonly LaneArray<float> _residual = new(featureCount + 1);
    private readonly LaneArray<float> _product = new(featureCount + 1);
    private readonly LaneArray<float> _inverseDiagonal = new(featureCount + 1);

    /// <summary>(D + 1) x 16: the solution last found.</summary>
    public LaneArray<float> Step { get; } = new(featureCount + 1);

    /// <summary>Solves for the lanes that are asked for; the others' step is zero.</summary>
    /// <param name="hessian">H.</param>
    /// <param name="l2">The L2 term's weight.</param>
    /// <param name="gradient">g.</param>
    /// <param name="running">The lanes to solve for.</param>
    /// <param name="reduction">For each lane the part of the gradient's norm that the residual may keep.</param>
    /// <param name="maximumIterations">Iterations after which the best so far will do.</param>
    /// <param name="cancellation">Stops within an iteration.</param>
    /// <returns>Iterations taken.</returns>
    public int Solve(
        LogisticRegressionHessian hessian, float l2, LaneArray<double> gradient, ReadOnlySpan<bool> running,
        ReadOnlySpan<double> reduction, int maximumIterations, CancellationToken cancellation)
    {
        Span<double> rho = stackalloc double[Lanes];
        Span<double> target = stackalloc double[Lanes];
        Span<double> alpha = stackalloc double[Lanes];
        Span<double> beta = stackalloc double[Lanes];
        Span<double> curvature = stackalloc double[Lanes];
        hessian.Diagonal(l2, _inverseDiagonal);
        Start(gradient, running, rho);
        for (int lane = 0; lane < Lanes; lane++)
            target[lane] = running[lane] ? reduction[lane] * reduction[lane] * rho[lane] : double.PositiveInfinity;

        for (int iteration = 0; iteration < maximumIterations; iteration++)
        {
            bool any = false;
            for (int lane = 0; lane < Lanes; lane++)
                any |= rho[lane] > target[lane];
            if (!any)
                return iteration;

            hessian.Multiply(_direction, l2, _product, cancellation);
            LaneMath.Dot(_direction, _product, _rows, curvature);
            for (int lane = 0; lane < Lanes; lane++)
                alpha[lane] = rho[lane] > target[lane] && curvature[lane] > 0 ? rho[lane] / curvature[lane] : 0;
            beta.Clear();
            Advance(alpha, beta);
            for (int lane = 0; lane < Lanes; lane++)
            {
                double next = alpha[lane] == 0 ? 0 : beta[lane];
                beta[lane] = rho[lane] > 0 ? next / rho[lane] : 0;
                rho[lane] = next;
            }

            Turn(beta);
        }

        return maximumIterations;
    }

    // r = -g, d = r / diagonal, x = 0 in the running lanes; rho = r d.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Start(LaneArray<double> gradient, ReadOnlySpan<bool> running, Span<double> rho)
    {
        Span<float> mask = stackalloc float[Lanes];
        for (int lane = 0; lane < Lanes; lane++)
            mask[lane] = running[lane] ? -1 : 0;
        Vector512<float> sign = Vector512.Create(mask);
        Step.Span.Clear();
        for (nint i = 0; i < Step.Length; i += Lanes)
        {
            Vector512<float> g = Vector512.Narrow(Vector512.LoadAligned(gradient.Pointer + i), Vector512.LoadAligned(gradient.Pointer + i + 8));
            Vector512<float> diagonal = Vector512.LoadAligned(_inverseDiagonal.Pointer + i);
            // A column without values has no curvature of its own, nor a gradient.
            Vector512<float> inverse = Vector512.ConditionalSelect(
                Vector512.GreaterThan(diagonal, Vector512<float>.Zero), Vector512<float>.One / diagonal, Vector512<float>.Zero);
            Vector512<float> residual = sign * g;
            inverse.StoreAligned(_inverseDiagonal.Pointer + i);
            residual.StoreAligned(_residual.Pointer + i);
            (residual * inverse).StoreAligned(_direction.Pointer + i);
        }

        LaneMath.Dot(_residual, _direction, _rows, rho);
    }

    // x += alpha d, r -= alpha H d; the new rho.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Advance(ReadOnlySpan<double> alpha, Span<double> rho)
    {
        Vector512<float> a = LaneMath.Narrow(alpha);
        Vector512<double> low = Vector512<double>.Zero, high = low;
        for (nint i = 0; i < Step.Length; i += Lanes)
        {
            Vector512<float> residual = Vector512.FusedMultiplyAdd(
                -a, Vector512.LoadAligned(_product.Pointer + i), Vector512.LoadAligned(_residual.Pointer + i));
            residual.StoreAligned(_residual.Pointer + i);
            Vector512.FusedMultiplyAdd(a, Vector512.LoadAligned(_direction.Pointer + i), Vector512.LoadAligned(Step.Pointer + i))
                .StoreAligned(Step.Pointer + i);
            (Vector512<double> part, Vector512<double> rest) =
                Vector512.Widen(residual * residual * Vector512.LoadAligned(_inverseDiagonal.Pointer + i));
            low += part;
            high += rest;
        }

        low.CopyTo(rho);
        high.CopyTo(rho[8..]);
    }

    // d = r / diagonal + beta d.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Turn(ReadOnlySpan<double> beta)
    {
        Vector512<float> b = LaneMath.Narrow(beta);
        for (nint i = 0; i < Step.Length; i += Lanes)
        {
            Vector512<float> scaled = Vector512.LoadAligned(_residual.Pointer + i) * Vector512.LoadAligned(_inverseDiagonal.Pointer + i);
            Vector512.FusedMultiplyAdd(b, Vector512.LoadAligned(_direction.Pointer + i), scaled).StoreAligned(_direction.Pointer + i);
        }
    }
}
