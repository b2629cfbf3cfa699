using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary><see cref="UpdateRule.Sgd"/>.</summary>
internal readonly struct SgdRule : IStepRule
{
    /// <inheritdoc/>
    public static int StateCount => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Step(
        Vector512<float> weight,
        Vector512<float> gradient,
        ref Vector512<float> first,
        ref Vector512<float> second,
        in StepScalars scalars)
        => Vector512.FusedMultiplyAdd(gradient, Vector512.Create(-scalars.Rate), weight);
}
