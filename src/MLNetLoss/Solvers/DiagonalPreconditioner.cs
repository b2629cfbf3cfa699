using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary>The inverse of the Hessian's diagonal: for sparse rows, whose features are nearly uncorrelated.</summary>
/// <param name="featureCount">D.</param>
internal sealed unsafe class DiagonalPreconditioner(int featureCount) : ILanePreconditioner
{
    private readonly LaneArray<float> _inverse = new(featureCount + 1);

    /// <inheritdoc/>
    public void Prepare(LogisticRegressionHessian hessian, float l2)
    {
        hessian.Diagonal(l2, _inverse);
        // A column without values has neither curvature nor gradient. One whose curvature has no finite inverse does not move: infinity times
        // zero would be NaN.
        foreach (ref float value in _inverse.Span)
            value = float.IsFinite(1 / value) ? 1 / value : 0;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(LaneArray<float> residual, LaneArray<float> result)
    {
        for (nint i = 0; i < result.Length; i += LogisticRegressionBlock.Lanes)
        {
            (Vector512.LoadAligned(residual.Pointer + i) * Vector512.LoadAligned(_inverse.Pointer + i)).StoreAligned(result.Pointer + i);
        }
    }
}
