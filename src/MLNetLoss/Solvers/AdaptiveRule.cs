using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary>
/// <see cref="UpdateRule.Adaptive"/>; remembers the sum of squared gradients of the scaled column. A step is the gradient over its
/// root mean square among the batches that had the column, in the scale of the column.
/// </summary>
internal readonly struct AdaptiveRule : IStepRule
{
    /// <inheritdoc/>
    public static int StateCount => 1;

    /// <inheritdoc/>
    public static bool MovesWithoutGradient => false;

    /// <inheritdoc/>
    public static bool RegularizesItself => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Step(
        Vector512<float> weight,
        Vector512<float> gradient,
        ref Vector512<float> first,
        ref Vector512<float> second,
        in StepScalars scalars)
    {
        Vector512<float> scaled = gradient * scalars.Scale;
        first = Vector512.FusedMultiplyAdd(scaled, scaled, first);
        Vector512<float> divisor = Vector512.Sqrt(first * scalars.TouchShare) + Vector512.Create(scalars.Epsilon);
        Vector512<float> rate = Vector512.Create(scalars.Rate * scalars.Scale) / divisor;
        Vector512<float> stepped = Vector512.FusedMultiplyAdd(-scaled, rate, weight);
        // Implicit in the regularisation, hence stable however strong it is.
        return stepped / Vector512.FusedMultiplyAdd(rate, Vector512.Create(scalars.Scale * scalars.Regularization), Vector512<float>.One);
    }
}
