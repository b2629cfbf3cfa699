using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary>Arithmetic on arrays of lanes, separately for each lane.</summary>
internal static unsafe class LaneMath
{
    private const int Count = LogisticRegressionBlock.Lanes;

    /// <summary>For each lane the inner product of two arrays, summed in double precision.</summary>
    /// <param name="a">The first array.</param>
    /// <param name="b">The second array, of the same length.</param>
    /// <param name="rows">The number of rows of lanes to use.</param>
    /// <param name="sums">Receives 16 sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dot(LaneArray<float> a, LaneArray<float> b, int rows, Span<double> sums)
    {
        Vector512<double> low = Vector512<double>.Zero, high = low;
        for (nint i = 0; i < (nint)rows * Count; i += Count)
        {
            (Vector512<double> aLow, Vector512<double> aHigh) = Vector512.Widen(Vector512.LoadAligned(a.Pointer + i));
            (Vector512<double> bLow, Vector512<double> bHigh) = Vector512.Widen(Vector512.LoadAligned(b.Pointer + i));
            low = Vector512.FusedMultiplyAdd(aLow, bLow, low);
            high = Vector512.FusedMultiplyAdd(aHigh, bHigh, high);
        }

        low.CopyTo(sums);
        high.CopyTo(sums[8..]);
    }

    /// <summary>For each lane the inner product of two arrays.</summary>
    /// <param name="a">The first array, in double precision.</param>
    /// <param name="b">The second array, of the same length.</param>
    /// <param name="sums">Receives 16 sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dot(LaneArray<double> a, LaneArray<float> b, Span<double> sums)
    {
        Vector512<double> low = Vector512<double>.Zero, high = low;
        for (nint i = 0; i < b.Length; i += Count)
        {
            (Vector512<double> bLow, Vector512<double> bHigh) = Vector512.Widen(Vector512.LoadAligned(b.Pointer + i));
            low = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a.Pointer + i), bLow, low);
            high = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a.Pointer + i + 8), bHigh, high);
        }

        low.CopyTo(sums);
        high.CopyTo(sums[8..]);
    }

    /// <summary>For each lane the inner product of two arrays.</summary>
    /// <param name="a">The first array.</param>
    /// <param name="b">The second array, of the same length.</param>
    /// <param name="sums">Receives 16 sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dot(LaneArray<double> a, LaneArray<double> b, Span<double> sums)
    {
        Vector512<double> low = Vector512<double>.Zero, high = low;
        for (nint i = 0; i < b.Length; i += Count)
        {
            low = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a.Pointer + i), Vector512.LoadAligned(b.Pointer + i), low);
            high = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a.Pointer + i + 8), Vector512.LoadAligned(b.Pointer + i + 8), high);
        }

        low.CopyTo(sums);
        high.CopyTo(sums[8..]);
    }

    /// <summary>Sets one lane to zero.</summary>
    /// <param name="x">The array.</param>
    /// <param name="lane">The lane.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Clear(LaneArray<double> x, int lane)
    {
        for (int i = lane; i < x.Length; i += Count)
            x.Span[i] = 0;
    }

    /// <summary>Rounds to single precision.</summary>
    /// <param name="x">The array.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Round(LaneArray<double> x)
    {
        for (nint i = 0; i < x.Length; i += Count)
        {
            Vector512<float> rounded = Vector512.Narrow(Vector512.LoadAligned(x.Pointer + i), Vector512.LoadAligned(x.Pointer + i + 8));
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(rounded);
            low.StoreAligned(x.Pointer + i);
            high.StoreAligned(x.Pointer + i + 8);
        }
    }

    /// <summary>Rounds one array into another.</summary>
    /// <param name="x">The array.</param>
    /// <param name="result">Receives the result; of the same length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Narrow(LaneArray<double> x, LaneArray<float> result)
    {
        for (nint i = 0; i < x.Length; i += Count)
            Vector512.Narrow(Vector512.LoadAligned(x.Pointer + i), Vector512.LoadAligned(x.Pointer + i + 8)).StoreAligned(result.Pointer + i);
    }

    /// <summary>Adds one array to another.</summary>
    /// <param name="x">The array to add.</param>
    /// <param name="y">The array to add to, of the same length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(LaneArray<float> x, LaneArray<double> y)
    {
        for (nint i = 0; i < x.Length; i += Count)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.LoadAligned(x.Pointer + i));
            (Vector512.LoadAligned(y.Pointer + i) + low).StoreAligned(y.Pointer + i);
            (Vector512.LoadAligned(y.Pointer + i + 8) + high).StoreAligned(y.Pointer + i + 8);
        }
    }

    /// <summary>Adds some rows of one array to another.</summary>
    /// <param name="x">The array to add.</param>
    /// <param name="y">The array to add to, of the same length.</param>
    /// <param name="rows">The rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(LaneArray<float> x, LaneArray<double> y, int[] rows)
    {
        foreach (int row in rows)
        {
            nint i = (nint)row * Count;
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.LoadAligned(x.Pointer + i));
            (Vector512.LoadAligned(y.Pointer + i) + low).StoreAligned(y.Pointer + i);
            (Vector512.LoadAligned(y.Pointer + i + 8) + high).StoreAligned(y.Pointer + i + 8);
        }
    }

    /// <summary>Sets some rows to zero.</summary>
    /// <param name="x">The array.</param>
    /// <param name="rows">The rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Clear(LaneArray<float> x, int[] rows)
    {
        foreach (int row in rows)
            Vector512<float>.Zero.StoreAligned(x.Pointer + ((nint)row * Count));
    }

    /// <summary>Computes <c>factor * x + y</c>; where the factor is zero, y, even if x is infinite or NaN there.</summary>
    /// <param name="factors">16 factors, one per lane.</param>
    /// <param name="x">The array to multiply.</param>
    /// <param name="y">The array to add, of the same length.</param>
    /// <param name="result">Receives the sums; of the same length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd(ReadOnlySpan<double> factors, LaneArray<float> x, LaneArray<double> y, LaneArray<double> result)
    {
        Vector512<double> low = Vector512.Create(factors), high = Vector512.Create(factors[8..]);
        Vector512<double> isLow = ~Vector512.Equals(low, Vector512<double>.Zero), isHigh = ~Vector512.Equals(high, Vector512<double>.Zero);
        for (nint i = 0; i < x.Length; i += Count)
        {
            (Vector512<double> xLow, Vector512<double> xHigh) = Vector512.Widen(Vector512.LoadAligned(x.Pointer + i));
            Vector512.FusedMultiplyAdd(low, xLow & isLow, Vector512.LoadAligned(y.Pointer + i)).StoreAligned(result.Pointer + i);
            Vector512.FusedMultiplyAdd(high, xHigh & isHigh, Vector512.LoadAligned(y.Pointer + i + 8)).StoreAligned(result.Pointer + i + 8);
        }
    }

    /// <summary>Computes <c>factor * x + y</c>; where the factor is zero, y, even if x is infinite or NaN there.</summary>
    /// <param name="factors">16 factors, one per lane.</param>
    /// <param name="x">The array to multiply.</param>
    /// <param name="y">The array to add, of the same length.</param>
    /// <param name="result">Receives the sums; of the same length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd(ReadOnlySpan<double> factors, LaneArray<double> x, LaneArray<double> y, LaneArray<double> result)
    {
        for (int half = 0; half < Count; half += 8)
        {
            Vector512<double> factor = Vector512.Create(factors[half..]), isUsed = ~Vector512.Equals(factor, Vector512<double>.Zero);
            for (nint i = half; i < x.Length; i += Count)
            {
                Vector512.FusedMultiplyAdd(factor, Vector512.LoadAligned(x.Pointer + i) & isUsed, Vector512.LoadAligned(y.Pointer + i))
                    .StoreAligned(result.Pointer + i);
            }
        }
    }

    /// <summary>1 / (1 + exp(-x)) and its derivative, to about 3 ulp.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="derivative">The derivative at the arguments.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x, out Vector512<float> derivative)
    {
        // exp(-|x|) = 2^n exp(r) with n an integer: adding 1.5 * 2^23 rounds to it and leaves it in the low bits.
        Vector512<float> y = Vector512.MaxNative(-Vector512.Abs(x), Vector512.Create(-87f));
        Vector512<float> magic = Vector512.Create(12582912f);
        Vector512<float> shifted = Vector512.FusedMultiplyAdd(y, Vector512.Create(1.44269504f), magic);
        Vector512<float> r = Vector512.FusedMultiplyAdd(shifted - magic, Vector512.Create(-0.693147181f), y);
        Vector512<float> q = Vector512.Create(1f / 120);
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1f / 24));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1f / 6));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(0.5f));
        q = Vector512.FusedMultiplyAdd(q, r * r, r) + Vector512<float>.One;
        Vector512<float> e = (q.AsInt32() + Vector512.ShiftLeft(shifted.AsInt32(), 23)).AsSingle();
        Vector512<float> inverse = Vector512<float>.One / (Vector512<float>.One + e);
        Vector512<float> small = e * inverse;
        derivative = small * inverse;
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), small, inverse);
    }

    /// <summary>The 16 factors as single-precision lanes.</summary>
    /// <param name="factors">16 values.</param>
    public static Vector512<float> Narrow(ReadOnlySpan<double> factors) =>
        Vector512.Narrow(Vector512.Create(factors), Vector512.Create(factors[8..]));
}
