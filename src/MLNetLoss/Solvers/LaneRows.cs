using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary>
/// The operations of <see cref="LaneRow"/> for four dense rows at once, so that the lanes of a column are loaded once for four rows, which
/// matters if they do not all fit in the first-level cache.
/// </summary>
internal static unsafe class LaneRows
{
    /// <summary>The number of rows processed together.</summary>
    public const int Count = 4;

    private const int Lanes = LogisticRegressionBlock.Lanes;

    /// <summary>Computes for each row the sum of the products of its values and the lanes of their columns.</summary>
    /// <param name="rows">The first row; the others follow it without a gap.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="lanes">D x 16 values.</param>
    /// <param name="start">The initial value.</param>
    /// <param name="sums">Receives 4 x 16 sums, aligned to 64 bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dot(float* rows, int columns, float* lanes, Vector512<float> start, float* sums)
    {
        float* second = rows + columns, third = second + columns, fourth = third + columns;
        Vector512<float> a = start, b = start, c = start, d = start;
        for (int i = 0; i < columns; i++)
        {
            Vector512<float> w = Vector512.LoadAligned(lanes + ((nint)i * Lanes));
            a = Vector512.FusedMultiplyAdd(Vector512.Create(rows[i]), w, a);
            b = Vector512.FusedMultiplyAdd(Vector512.Create(second[i]), w, b);
            c = Vector512.FusedMultiplyAdd(Vector512.Create(third[i]), w, c);
            d = Vector512.FusedMultiplyAdd(Vector512.Create(fourth[i]), w, d);
        }

        a.StoreAligned(sums);
        b.StoreAligned(sums + Lanes);
        c.StoreAligned(sums + (2 * Lanes));
        d.StoreAligned(sums + (3 * Lanes));
    }

    /// <summary>Adds to the lanes of each column a multiple of each row's value there.</summary>
    /// <param name="rows">The first row; the others follow it without a gap.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="factors">4 x 16 multiples, aligned to 64 bytes.</param>
    /// <param name="lanes">D x 16 values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* rows, int columns, float* factors, float* lanes)
    {
        float* second = rows + columns, third = second + columns, fourth = third + columns;
        Vector512<float> a = Vector512.LoadAligned(factors), b = Vector512.LoadAligned(factors + Lanes);
        Vector512<float> c = Vector512.LoadAligned(factors + (2 * Lanes)), d = Vector512.LoadAligned(factors + (3 * Lanes));
        for (int i = 0; i < columns; i++)
        {
            float* at = lanes + ((nint)i * Lanes);
            Vector512<float> sum = Vector512.FusedMultiplyAdd(Vector512.Create(rows[i]), a, Vector512.LoadAligned(at));
            Vector512<float> other = Vector512.Create(second[i]) * b;
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(third[i]), c, sum);
            other = Vector512.FusedMultiplyAdd(Vector512.Create(fourth[i]), d, other);
            (sum + other).StoreAligned(at);
        }
    }
}
