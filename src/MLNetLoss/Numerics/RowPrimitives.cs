using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Numerics;

/// <summary>
/// Sums of scaled rows of a matrix whose rows are padded to whole vectors: <c>destination = sum of values[i] * row[indices[i]]</c>.
/// The scores of a sparse row and the gradient of a feature both have this form. Each label is summed in the order of the values with fused
/// multiply-add, so that the result depends neither on the vector width nor on which labels a call covers. The methods that take most of a
/// training's time are optimised on their first call: a small training ends before tiered compilation would get to them.
/// </summary>
internal static partial class RowPrimitives
{
    /// <summary>The number of floats in a vector.</summary>
    public const int Lane = AlignedBuffer.Lane;

    /// <summary>Sums scaled rows into a destination, which is overwritten.</summary>
    /// <param name="matrix">The first row's float for the first label to sum.</param>
    /// <param name="stride">The number of floats from one row to the next.</param>
    /// <param name="indices">The rows to sum.</param>
    /// <param name="values">Their factors.</param>
    /// <param name="destination">Receives the sums, from the first label on.</param>
    /// <param name="vectors">The number of vectors of labels to sum.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumScaledRows(
        ref float matrix, int stride, ReadOnlySpan<int> indices, ReadOnlySpan<float> values, ref float destination, int vectors)
    {
        // The second and third loops run at most once; as conditions they were a fifth to a half slower (.NET 10, AVX-512).
        int vector = 0;
        for (; vector + 8 <= vectors; vector += 8)
            Sum8(ref Unsafe.Add(ref matrix, vector * Lane), stride, indices, values, ref Unsafe.Add(ref destination, vector * Lane));
        for (; vector + 4 <= vectors; vector += 4)
            Sum4(ref Unsafe.Add(ref matrix, vector * Lane), stride, indices, values, ref Unsafe.Add(ref destination, vector * Lane));
        for (; vector + 2 <= vectors; vector += 2)
            Sum2(ref Unsafe.Add(ref matrix, vector * Lane), stride, indices, values, ref Unsafe.Add(ref destination, vector * Lane));
        if (vector < vectors)
            Sum1(ref Unsafe.Add(ref matrix, vector * Lane), stride, indices, values, ref Unsafe.Add(ref destination, vector * Lane));
    }

    /// <summary>Sums one vector of labels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum1(ref float matrix, int stride, ReadOnlySpan<int> indices, ReadOnlySpan<float> values, ref float destination)
    {
        Vector512<float> sum = Vector512<float>.Zero;
        for (int i = 0; i < indices.Length; i++)
        {
            ref float row = ref Unsafe.Add(ref matrix, (nint)indices[i] * stride);
            sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row), Vector512.Create(values[i]), sum);
        }

        sum.StoreUnsafe(ref destination);
    }

    /// <summary>Sums two vectors of labels at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum2(ref float matrix, int stride, ReadOnlySpan<int> indices, ReadOnlySpan<float> values, ref float destination)
    {
        Vector512<float> s0 = Vector512<float>.Zero, s1 = s0;
        for (int i = 0; i < indices.Length; i++)
        {
            ref float row = ref Unsafe.Add(ref matrix, (nint)indices[i] * stride);
            Vector512<float> factor = Vector512.Create(values[i]);
            s0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row), factor, s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row, Lane), factor, s1);
        }

        s0.StoreUnsafe(ref destination);
        s1.StoreUnsafe(ref destination, Lane);
    }

    /// <summary>Sums four vectors of labels at once, so that four independent sums are in flight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum4(ref float matrix, int stride, ReadOnlySpan<int> indices, ReadOnlySpan<float> values, ref float destination)
    {
        Vector512<float> s0 = Vector512<float>.Zero, s1 = s0, s2 = s0, s3 = s0;
        for (int i = 0; i < indices.Length; i++)
        {
            ref float row = ref Unsafe.Add(ref matrix, (nint)indices[i] * stride);
            Vector512<float> factor = Vector512.Create(values[i]);
            s0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row), factor, s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row, Lane), factor, s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row, 2 * Lane), factor, s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row, 3 * Lane), factor, s3);
        }

        s0.StoreUnsafe(ref destination);
        s1.StoreUnsafe(ref destination, Lane);
        s2.StoreUnsafe(ref destination, 2 * Lane);
        s3.StoreUnsafe(ref destination, 3 * Lane);
    }

    /// <summary>Sums eight vectors of labels at once. The end of a loop over a short row is mispredicted, so that fewer loops are faster.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum8(ref float matrix, int stride, ReadOnlySpan<int> indices, ReadOnlySpan<float> values, ref float destination)
    {
        Vector512<float> s0 = Vector512<float>.Zero, s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
        for (int i = 0; i < indices.Length; i++)
        {
            ref float row = ref Unsafe.Add(ref matrix, (nint)indices[i] * stride);
            Vector512<float> factor = Vector512.Create(values[i]);
            s0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row), factor, s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row, Lane), factor, s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row, 2 * Lane), factor, s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row, 3 * Lane), factor, s3);
            s4 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row, 4 * Lane), factor, s4);
            s5 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row, 5 * Lane), factor, s5);
            s6 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row, 6 * Lane), factor, s6);
            s7 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row, 7 * Lane), factor, s7);
        }

        s0.StoreUnsafe(ref destination);
        s1.StoreUnsafe(ref destination, Lane);
        s2.StoreUnsafe(ref destination, 2 * Lane);
        s3.StoreUnsafe(ref destination, 3 * Lane);
        s4.StoreUnsafe(ref destination, 4 * Lane);
        s5.StoreUnsafe(ref destination, 5 * Lane);
        s6.StoreUnsafe(ref destination, 6 * Lane);
        s7.StoreUnsafe(ref destination, 7 * Lane);
    }
}
