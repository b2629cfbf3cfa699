using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary><see cref="UpdateRule.AdamW"/>: Adam's step after shrinking the weights.</summary>
internal readonly struct AdamWRule : IStepRule
{
    /// <inheritdoc/>
    public static int StateCount => 2;

    /// <inheritdoc/>
    public static bool MovesWithoutGradient => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Step(
        Vector512<float> weight,
        Vector512<float> gradient,
        ref Vector512<float> first,
        ref Vector512<float> second,
        in StepScalars scalars)
        => AdamRule.Step(weight * scalars.Shrinkage, gradient, ref first, ref second, in scalars);
}
