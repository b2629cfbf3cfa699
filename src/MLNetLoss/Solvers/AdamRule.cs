using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary><see cref="UpdateRule.Adam"/>; its state is the running means of the gradient and of its square.</summary>
internal readonly struct AdamRule : IStepRule
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
    {
        first = Vector512.FusedMultiplyAdd(gradient - first, Vector512.Create(scalars.Share1), first);
        second = Vector512.FusedMultiplyAdd((gradient * gradient) - second, Vector512.Create(scalars.Share2), second);
        Vector512<float> divisor = Vector512.Sqrt(second * scalars.Correction2) + Vector512.Create(scalars.Epsilon);
        return Vector512.FusedMultiplyAdd(first / divisor, Vector512.Create(-scalars.Rate * scalars.Correction1), weight);
    }
}
