using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Checks targets and probabilities before they are used.</summary>
internal static unsafe class RangeCheck
{
    /// <summary>The index of the first value that is outside [0, 1], NaN included, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int FirstOutsideUnit<T>(T* values, int count)
        where T : unmanaged
    {
        int from = Scan<T, UnitTest>(values, count, VectorWidths.Best);
        for (int i = Math.Max(from, 0); i < count; i++)
        {
            if (!(Elements.Read(values + i) is >= 0 and <= 1))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether every value is 0 or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreHard<T>(T* values, int count)
        where T : unmanaged
    {
        int from = Scan<T, HardTest>(values, count, VectorWidths.Best);
        if (from < 0)
        {
            return false;
        }

        for (int i = from; i < count; i++)
        {
            if (Elements.Read(values + i) is not (0 or 1))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The number of values in whole vectors if all of these pass; -1 if one of them may fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Scan<T, TTest>(T* values, int count, VectorWidth width)
        where T : unmanaged
        where TTest : struct, ITest
    {
        if (typeof(T) == typeof(float))
        {
            return width switch
            {
                VectorWidth.Bits512 => Scan<T, TTest, Vec512<float>>(values, count),
                VectorWidth.Bits256 => Scan<T, TTest, Vec256<float>>(values, count),
                VectorWidth.Bits128 => Scan<T, TTest, Vec128<float>>(values, count),
                _ => 0,
            };
        }

        return width switch
        {
            VectorWidth.Bits512 => Scan<T, TTest, Vec512<double>>(values, count),
            VectorWidth.Bits256 => Scan<T, TTest, Vec256<double>>(values, count),
            VectorWidth.Bits128 => Scan<T, TTest, Vec128<double>>(values, count),
            _ => 0,
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Scan<T, TTest, V>(T* values, int count)
        where T : unmanaged
        where TTest : struct, ITest
        where V : struct, IVector<V>
    {
        V signs = V.Create(0);
        int i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            signs = V.Or(signs, TTest.SignIfNot(Elements.Load<T, V>(values + i)));
        }

        return V.AnySign(signs) ? -1 : i;
    }

    /// <summary>A conservative test: it may fail a good value but never passes a bad one.</summary>
    internal interface ITest
    {
        /// <summary>Lanes with the sign bit set where the test fails.</summary>
        static abstract V SignIfNot<V>(V value)
            where V : struct, IVector<V>;
    }

    /// <summary>In [0, 1]: the bits, as an integer, lie between 0 and the bits of 1. (Fails -0.)</summary>
    internal readonly struct UnitTest : ITest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V SignIfNot<V>(V value)
            where V : struct, IVector<V> => V.Or(value, V.SubtractBits(V.Create(1), value));
    }

    /// <summary>0 or 1: the sign is that of -1, masked out where a comparison with either holds.</summary>
    internal readonly struct HardTest : ITest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V SignIfNot<V>(V value)
            where V : struct, IVector<V> =>
            V.AndNot(V.Create(-1), V.Or(V.Equal(value, V.Create(0)), V.Equal(value, V.Create(1))));
    }
}
