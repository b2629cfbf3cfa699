using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary>The operations of the kernels on one row for sixteen labels at once. Bounds are not checked here; a row's columns were checked when it was built.</summary>
internal static unsafe class LaneRow
{
    /// <summary>Sums the products of a row's values and the lanes of their columns.</summary>
    /// <typeparam name="TColumns">Whether the row is sparse.</typeparam>
    /// <param name="value">The first value.</param>
    /// <param name="column">The first column.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="lanes">D x 16 values.</param>
    /// <param name="start">The initial value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Dot<TColumns>(ref float value, ref int column, int count, float* lanes, Vector512<float> start)
        where TColumns : struct, IColumns
    {
        // Four sums, since a single one would make each addition wait for the previous one.
        Vector512<float> a = start, b = Vector512<float>.Zero, c = b, d = b;
        int i = 0;
        for (; i + 3 < count; i += 4)
        {
            a = Fma<TColumns>(ref value, ref column, i, lanes, a);
            b = Fma<TColumns>(ref value, ref column, i + 1, lanes, b);
            c = Fma<TColumns>(ref value, ref column, i + 2, lanes, c);
            d = Fma<TColumns>(ref value, ref column, i + 3, lanes, d);
        }

        for (; i < count; i++)
            a = Fma<TColumns>(ref value, ref column, i, lanes, a);
        return a + b + (c + d);
    }

    /// <summary>Adds a multiple of each of a row's values to the lanes of its column.</summary>
    /// <typeparam name="TColumns">Whether the row is sparse.</typeparam>
    /// <param name="value">The first value.</param>
    /// <param name="column">The first column.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="factor">The multiple for each lane.</param>
    /// <param name="lanes">D x 16 values.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<TColumns>(ref float value, ref int column, int count, Vector512<float> factor, float* lanes)
        where TColumns : struct, IColumns
    {
        for (int i = 0; i < count; i++)
        {
            float* at = lanes + TColumns.Offset(ref column, i);
            Vector512<float> product = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref value, i)), factor, Vector512.LoadAligned(at));
            product.StoreAligned(at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Fma<TColumns>(ref float value, ref int column, int index, float* lanes, Vector512<float> sum)
        where TColumns : struct, IColumns => Vector512.FusedMultiplyAdd(
            Vector512.Create(Unsafe.Add(ref value, index)), Vector512.LoadAligned(lanes + TColumns.Offset(ref column, index)), sum);
}
