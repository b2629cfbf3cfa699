using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The focusing factor of a loss: b^(p t + n (1 - t)), of a base b in [0, 1] that tells how wrong a prediction is.</summary>
/// <remarks>
/// Exponents are mostly small whole numbers, as 2, or 4 and 1: a few multiplications give such a power to all its digits. Other powers take a logarithm
/// and an exponential.
/// </remarks>
/// <param name="positive">p, the exponent at target 1, not negative.</param>
/// <param name="negative">n, the exponent at target 0, not negative.</param>
internal readonly struct FocusPower(double positive, double negative)
{
    /// <summary>The lower bound of the base. Its powers are negligible.</summary>
    public const double LeastBase = 1e-300;

    /// <summary>The largest exponent whose power is computed by multiplication.</summary>
    private const double LargestWhole = 64;

    private readonly double _positive = positive;
    private readonly double _negative = negative;
    private readonly int _wholePositive = AsWhole(positive);
    private readonly int _wholeNegative = AsWhole(negative);

    /// <summary>Whether both exponents are small whole numbers.</summary>
    public bool AreWhole => (_wholePositive | _wholeNegative) >= 0;

    /// <summary>The exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Exponent<V>(V t)
        where V : struct, IVector<V> => V.FusedMultiplyAdd(t, V.Create(_positive), (V.Create(1) - t) * V.Create(_negative));

    /// <summary>The power if <see cref="AreWhole"/>, with the positive's exponent where the mask says so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Whole<V>(V value, V isPositive)
        where V : struct, IVector<V> =>
        _wholePositive == _wholeNegative
            ? Power(value, _wholePositive)
            : V.Select(isPositive, Power(value, _wholePositive), Power(value, _wholeNegative));

    /// <summary>The power.</summary>
    /// <typeparam name="V">A vector.</typeparam>
    /// <typeparam name="TExact">Whether to compute to the last digit.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Of<V, TExact>(V value, V t)
        where V : struct, IVector<V>
        where TExact : struct, IFlag
    {
        if (!AreWhole)
        {
            return ByLogarithm<V, TExact>(value, Exponent(t));
        }

        V isPositive = V.Equal(t, V.Create(1));
        V power = Whole(value, isPositive);
        if (_wholePositive == _wholeNegative)
        {
            return power;
        }

        // The method for an element must not depend on its neighbours, or bits would depend on the vector width.
        V soft = V.AndNot(t, isPositive);
        return V.AnyBit(soft) ? V.Select(V.Equal(soft, V.Create(0)), power, ByLogarithm<V, TExact>(value, Exponent(t))) : power;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Power<V>(V value, int exponent)
        where V : struct, IVector<V>
    {
        V power = V.Create(1);
        while (exponent != 0)
        {
            if ((exponent & 1) != 0)
            {
                power *= value;
            }

            value *= value;
            exponent >>= 1;
        }

        return power;
    }

    /// <remarks>Not inlined, so that it does not use up the JIT's inlining budget for the common case.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static V ByLogarithm<V, TExact>(V value, V exponent)
        where V : struct, IVector<V>
        where TExact : struct, IFlag
    {
        V bounded = V.Max(V.Create(LeastBase), value);
        V logarithm = typeof(TExact) == typeof(Yes) ? Elementary.Log(bounded) : ShortElementary.Log(bounded);
        V product = exponent * V.Min(logarithm, V.Create(0));
        return typeof(TExact) == typeof(Yes) ? Elementary.ExpNonPositive(product) : ShortElementary.ExpNonPositive(product);
    }

    private static int AsWhole(double exponent) => exponent == Math.Floor(exponent) && exponent <= LargestWhole ? (int)exponent : -1;
}
