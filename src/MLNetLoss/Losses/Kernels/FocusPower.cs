using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The focus of a loss: b^(p t + n (1 - t)) of a base b in [0, 1] that tells how wrong an answer is.</summary>
/// <remarks>
/// Exponents are whole numbers as a rule, 2 or 4 and 1, and few multiplications give such a power, and all its digits; an exponential and a logarithm
/// give the others.
/// </remarks>
/// <param name="positive">p, the exponent at target 1, not negative.</param>
/// <param name="negative">n, the exponent at target 0, not negative.</param>
internal readonly struct FocusPower(double positive, double negative)
{
    /// <summary>A smaller base counts as this, the power of which is as good as zero.</summary>
    public const double LeastBase = 1e-300;

    /// <summary>The largest exponent that is taken as a whole number.</summary>
    private const double LargestWhole = 64;

    private readonly double _positive = positive;
    private readonly double _negative = negative;
    private readonly int _wholePositive = Whole(positive);
    private readonly int _wholeNegative = Whole(negative);

    /// <summary>The exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Exponent<V>(V t)
        where V : struct, IVector<V> => V.FusedMultiplyAdd(t, V.Create(_positive), (V.Create(1) - t) * V.Create(_negative));

    /// <summary>The power.</summary>
    /// <typeparam name="V">A vector.</typeparam>
    /// <typeparam name="TExact">Whether every digit is wanted.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Of<V, TExact>(V value, V t)
        where V : struct, IVector<V>
        where TExact : struct, IFlag
    {
        if ((_wholePositive | _wholeNegative) < 0)
        {
            return ByLogarithm<V, TExact>(value, Exponent(t));
        }

        if (_wholePositive == _wholeNegative)
        {
            return Power(value, _wholePositive);
        }

        // Which way an element goes must not depend on its neighbours: the bits would change with the vector's width.
        V isPositive = V.Equal(t, V.Create(1));
        V power = V.Select(isPositive, Power(value, _wholePositive), Power(value, _wholeNegative));
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

    /// <remarks>Not inlined, so that it does not use up what the compiler has in store for inlining the others.</remarks>
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

    private static int Whole(double exponent) => exponent == Math.Floor(exponent) && exponent <= LargestWhole ? (int)exponent : -1;
}
