using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary><see cref="UpdateRule.AdaGrad"/>; its state is the sum of squared gradients.</summary>
internal readonly struct AdaGradRule : IStepRule
{
    /// <inheritdoc/>
    public static int StateCount => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Step(
        Vector512<float> weight,
        Vector512<float> gradient,
        ref Vector512<float> first,
        ref Vector512<float> second,
        in StepScalars scalars)
    {
        first = Vector512.FusedMultiplyAdd(gradient, gradient, first);
        Vector512<float> step = gradient / (Vector512.Sqrt(first) + Vector512.Create(scalars.Epsilon));
        return Vector512.FusedMultiplyAdd(step, Vector512.Create(-scalars.Rate), weight);
    }
}
