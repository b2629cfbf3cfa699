using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary><see cref="UpdateRule.Nesterov"/>; its state is the velocity.</summary>
internal readonly struct NesterovRule : IStepRule
{
    /// <inheritdoc/>
    public static int StateCount => 1;

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
    {
        first = Vector512.FusedMultiplyAdd(first, Vector512.Create(scalars.Beta1), gradient);
        Vector512<float> ahead = Vector512.FusedMultiplyAdd(first, Vector512.Create(scalars.Beta1), gradient);
        return Vector512.FusedMultiplyAdd(ahead, Vector512.Create(-scalars.Rate), weight);
    }
}
