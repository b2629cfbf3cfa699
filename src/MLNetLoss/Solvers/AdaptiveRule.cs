using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetLoss.Solvers;

/// <summary>
/// <see cref="UpdateRule.Adaptive"/>; its state is the mean square of the scaled column's gradients. A step is the gradient over the root of
/// that mean, in the column's scale; the regularisation step is implicit, as in composite mirror descent (Duchi, Hazan and Singer 2011,
/// section 1.2).
/// </summary>
internal readonly struct AdaptiveRule : IStepRule
{
    /// <inheritdoc/>
    public static int StateCount => 1;

    /// <inheritdoc/>
    public static bool RegularizesItself => true;

    /// <inheritdoc/>
    public static bool ScalesColumns => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Step(
        Vector512<float> weight,
        Vector512<float> gradient,
        ref Vector512<float> first,
        ref Vector512<float> second,
        in StepScalars scalars)
    {
        first = Vector512.FusedMultiplyAdd((gradient * gradient) - first, Vector512.Create(scalars.TouchShare), first);
        Vector512<float> mean = first + Vector512.Create(scalars.Epsilon);
        // Bounded, since otherwise the rate of a column in tiny units would be infinite where its gradient is zero.
        Vector512<float> rate = Vector512.Max(ReciprocalSqrt(mean) * -scalars.Rate, Vector512.Create(-1e37f));
        Vector512<float> stepped = Vector512.FusedMultiplyAdd(gradient, rate, weight);
        // The regularisation step is implicit, hence stable however strong it is. The pull and its reciprocal are negative.
        Vector512<float> pull = Vector512.FusedMultiplyAdd(rate, Vector512.Create(scalars.Regularization), -Vector512<float>.One);
        return stepped * NegatedReciprocal(Vector512.Max(pull, Vector512.Create(-1e37f)));
    }

    /// <summary>The divisor of a step need not be exact: an estimate refined to about 26 bits is several times faster.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ReciprocalSqrt(Vector512<float> x)
    {
        if (!Avx512F.IsSupported)
            return Vector512<float>.One / Vector512.Sqrt(x);
        Vector512<float> y = Avx512F.ReciprocalSqrt14(x);
        Vector512<float> half = x * -0.5f;
        return y * Vector512.FusedMultiplyAdd(half * y, y, Vector512.Create(1.5f));
    }

    /// <summary>-1 / x, as accurate as the reciprocal root. The caller excludes infinity, whose estimate cannot be refined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> NegatedReciprocal(Vector512<float> x)
    {
        if (!Avx512F.IsSupported)
            return -Vector512<float>.One / x;
        Vector512<float> y = Avx512F.Reciprocal14(x);
        return y * Vector512.FusedMultiplyAdd(x, y, Vector512.Create(-2f));
    }
}
