using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Finds values outside [0, 1], NaN included.</summary>
internal static unsafe class RangeCheck
{
    /// <summary>The index of the first value that is outside [0, 1], or -1.</summary>
    public static int FirstOutsideUnit<T>(T* values, int count)
        where T : unmanaged => FirstOutsideUnit(values, count, VectorWidths.Best);

    /// <inheritdoc cref="FirstOutsideUnit{T}(T*, int)"/>
    public static int FirstOutsideUnit<T>(T* values, int count, VectorWidth width)
        where T : unmanaged
    {
        int done = 0;
        bool isInside;
        if (typeof(T) == typeof(float))
        {
            isInside = width switch
            {
                VectorWidth.Bits512 => IsInside<T, Vec512<float>>(values, count, out done),
                VectorWidth.Bits256 => IsInside<T, Vec256<float>>(values, count, out done),
                VectorWidth.Bits128 => IsInside<T, Vec128<float>>(values, count, out done),
                _ => true,
            };
        }
        else
        {
            isInside = width switch
            {
                VectorWidth.Bits512 => IsInside<T, Vec512<double>>(values, count, out done),
                VectorWidth.Bits256 => IsInside<T, Vec256<double>>(values, count, out done),
                VectorWidth.Bits128 => IsInside<T, Vec128<double>>(values, count, out done),
                _ => true,
            };
        }

        for (int i = isInside ? done : 0; i < count; i++)
        {
            if (!(Elements.Read(values + i) is >= 0 and <= 1))
            {
                return i;
            }
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsInside<T, V>(T* values, int count, out int done)
        where T : unmanaged
        where V : struct, IVector<V>
    {
        V zero = V.Create(0);
        V one = V.Create(1);
        V inside = V.Equal(zero, zero);
        int i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            V value = Elements.Load<T, V>(values + i);
            inside = V.And(inside, V.And(V.LessThanOrEqual(zero, value), V.LessThanOrEqual(value, one)));
        }

        done = i;
        return V.All(inside);
    }
}
