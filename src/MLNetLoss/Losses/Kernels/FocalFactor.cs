using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The factor by which focal loss differs from cross-entropy: a q^gamma, with a = alpha t + (1 - alpha)(1 - t).</summary>
/// <param name="gamma">The focusing exponent, not negative.</param>
/// <param name="positiveWeight">a at t = 1.</param>
/// <param name="negativeWeight">a at t = 0.</param>
internal readonly struct FocalFactor(double gamma, double positiveWeight, double negativeWeight)
{
    private readonly double _positiveWeight = positiveWeight;
    private readonly double _negativeWeight = negativeWeight;
    private readonly FocusPower _power = new(gamma, gamma);

    /// <summary>The focusing exponent.</summary>
    public double Gamma { get; } = gamma;

    /// <summary>Whether <see cref="Whole"/> can be called.</summary>
    public bool IsWhole => _power.AreWhole;

    /// <summary>q^gamma for a small whole gamma.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Whole<V>(V wrong)
        where V : struct, IVector<V> => _power.Whole(wrong, default);

    /// <summary>q^gamma.</summary>
    /// <param name="wrong">q, the probability of being wrong.</param>
    /// <param name="t">The target.</param>
    /// <typeparam name="V">A vector.</typeparam>
    /// <typeparam name="TExact">Whether to compute to the last digit.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Power<V, TExact>(V wrong, V t)
        where V : struct, IVector<V>
        where TExact : struct, IFlag => _power.Of<V, TExact>(wrong, t);

    /// <summary>The factor.</summary>
    /// <param name="power">q^gamma.</param>
    /// <param name="t">The target.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Of<V>(V power, V t)
        where V : struct, IVector<V> =>
        power * V.FusedMultiplyAdd(t, V.Create(_positiveWeight), (V.Create(1) - t) * V.Create(_negativeWeight));
}
