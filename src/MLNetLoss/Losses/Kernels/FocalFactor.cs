using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>What focal loss multiplies a cross-entropy by: a q^gamma, with a = alpha t + (1 - alpha)(1 - t).</summary>
/// <param name="gamma">The focusing exponent, not negative.</param>
/// <param name="positiveWeight">a at t = 1.</param>
/// <param name="negativeWeight">a at t = 0.</param>
internal readonly struct FocalFactor(double gamma, double positiveWeight, double negativeWeight)
{
    private readonly double _positiveWeight = positiveWeight;
    private readonly double _negativeWeight = negativeWeight;

    /// <summary>The focusing exponent.</summary>
    public double Gamma { get; } = gamma;

    /// <summary>The factor.</summary>
    /// <param name="logarithm">That of q, the probability of being wrong.</param>
    /// <param name="t">The target.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Of<V>(V logarithm, V t)
        where V : struct, IVector<V>
    {
        V weight = V.FusedMultiplyAdd(t, V.Create(_positiveWeight - _negativeWeight), V.Create(_negativeWeight));
        return Gamma == 0 ? weight : weight * Elementary.ExpNonPositive(V.Create(Gamma) * V.Min(logarithm, V.Create(0)));
    }
}
