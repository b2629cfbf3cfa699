using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>A <see cref="VectorKernel{TFormula, T}"/> that sums blocks of floats by products, if their values allow it.</summary>
/// <remarks>
/// Elements are read, multiplied into the products and their gradients written in a single loop, which assumes that there is nothing unusual among
/// them. If there was, as the result then shows, they are computed in three loops with scratch memory in the first-level cache
/// between them: the first applies the targets' signs to the inputs and finds their range, the second multiplies them into the products, the third
/// applies the signs to the gradient. Weights of positives are applied afterwards to the positives alone, which are few as a rule. Where that would
/// lose digits, and with other weights, <see cref="SignedLoop"/> sums single elements.
/// </remarks>
internal readonly unsafe struct ProductKernel<TFormula, T>(TFormula formula, VectorWidth width) : ILossKernel<T>
    where TFormula : struct, IElementFormula, IProductForm, ISignedForm
    where T : unmanaged
{
    private readonly VectorKernel<TFormula, T> _general = new(formula, width);

    public T? Filler => typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>(TFormula.Filler) : null;

    public bool Streams => typeof(T) == typeof(float);

    public void Each(in Block<T> block) => _general.Each(block);

    public double Sum(in Block<T> block) => _general.Sum(block);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryStream(in Block<T> block, out double sum)
    {
        sum = 0;
        return Streams && Try(block, streams: true, out sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TrySum(in Block<T> block, out double sum)
    {
        sum = 0;
        return typeof(T) == typeof(float) && (block.IsUnweighted || !block.IsSmoothed) && Try(block, streams: false, out sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Try(in Block<T> block, bool streams, out double sum)
    {
        Block<float> floats = Unsafe.As<Block<T>, Block<float>>(ref Unsafe.AsRef(in block));
        return width switch
        {
            VectorWidth.Bits512 => Try<Vec512<float>, Vec512<double>>(floats, streams, out sum),
            VectorWidth.Bits256 => Try<Vec256<float>, Vec256<double>>(floats, streams, out sum),
            VectorWidth.Bits128 => Try<Vec128<float>, Vec128<double>>(floats, streams, out sum),
            _ => Try<Vec1<float>, Vec1<double>>(floats, streams, out sum),
        };
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool Try<F, D>(in Block<float> block, bool streams, out double sum)
        where F : struct, IVector<F>
        where D : struct, IVector<D>
    {
        byte* memory = stackalloc byte[ProductScratch.Size];
        ProductScratch scratch = new(memory);
        sum = 0;
        if (streams && block.NaNIsMissing)
        {
            return ProductSteps.LooksHard<F, Yes>(block) && TryStream<F, D, Yes>(block, scratch, out sum);
        }

        bool looksHard = !block.IsSmoothed && ProductSteps.LooksHard<F, No>(block);
        if (streams)
        {
            return looksHard && TryStream<F, D, No>(block, scratch, out sum);
        }

        return (block.Weight == null && TryProducts<F, D>(block, scratch, looksHard, out sum))
            || (!block.IsUnweighted && looksHard && SignedLoop.TrySum<TFormula, TFormula, F, D>(default, block, scratch, out sum));
    }

    /// <summary>Sums in three loops. If false, nothing has been written to the destination.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool TryProducts<F, D>(in Block<float> block, in ProductScratch scratch, bool looksHard, out double sum)
        where F : struct, IVector<F>
        where D : struct, IVector<D>
    {
        sum = 0;
        bool isSoft = false;
        if (!looksHard || !ProductSteps.Sign<TFormula, F, No>(block, scratch, out ProductRange range))
        {
            isSoft = TFormula.TakesSoftTargets && block.PosWeight == null;
            if (!isSoft || !ProductSteps.Sign<TFormula, F, Yes>(block, scratch, out range))
            {
                return false;
            }
        }

        int longest = TFormula.LongestProduct(range.Lowest, range.Highest);
        if (longest < ProductScratch.ShortestProduct)
        {
            return false;
        }

        double* lanes = stackalloc double[Lanes.Count];
        int span = longest >= Block<float>.MaxCount ? Block<float>.MaxCount : (longest * Lanes.Count) & -ProductScratch.Group;
        if (isSoft)
        {
            Take<F, D, Yes>(range, block, scratch, span, lanes);
        }
        else
        {
            Take<F, D, No>(range, block, scratch, span, lanes);
        }

        sum = Lanes.Total(lanes);
        if (double.IsNaN(sum) || (block.PosWeight != null && !Positives.TryAdd<TFormula, D>(block, scratch, scratch.Signed, ref sum)))
        {
            return false;
        }

        if (block.Destination != null)
        {
            ProductSteps.SignGradient<F>(scratch, block, isSoft);
        }

        return true;
    }

    /// <summary>If false, the destination holds meaningless numbers, unless it is the input, which is then unchanged.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool TryStream<F, D, TMissing>(in Block<float> block, in ProductScratch scratch, out double sum)
        where F : struct, IVector<F>
        where D : struct, IVector<D>
        where TMissing : struct, IFlag
    {
        bool isInPlace = block.Destination != null && block.Destination == block.Input;
        float* gradient = isInPlace ? scratch.Distance : block.Destination;

        if (!TFormula.TryStream<F, D, TMissing>(block, scratch, gradient, out sum)
            || (block.PosWeight != null && !Positives.TryAdd<TFormula, D>(block, scratch, gradient, ref sum)))
        {
            return false;
        }

        if (isInPlace)
        {
            Unsafe.CopyBlockUnaligned(block.Destination, gradient, (uint)block.Count * sizeof(float));
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take<F, D, TSoft>(in ProductRange range, in Block<float> block, in ProductScratch scratch, int span, double* lanes)
        where F : struct, IVector<F>
        where D : struct, IVector<D>
        where TSoft : struct, IFlag
    {
        if (TFormula.NeedsCare(range.Lowest, range.Highest))
        {
            Take<F, D, TSoft, Yes>(block, scratch, span, lanes);
        }
        else
        {
            Take<F, D, TSoft, No>(block, scratch, span, lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take<F, D, TSoft, TCareful>(in Block<float> block, in ProductScratch scratch, int span, double* lanes)
        where F : struct, IVector<F>
        where D : struct, IVector<D>
        where TSoft : struct, IFlag
        where TCareful : struct, IFlag
    {
        if (block.Destination == null)
        {
            ProductLoop.Take<TFormula, F, D, TSoft, TCareful, No, No, No>(scratch, block, null, span, lanes);
        }
        else
        {
            ProductLoop.Take<TFormula, F, D, TSoft, TCareful, Yes, No, No>(scratch, block, block.Destination, span, lanes);
        }
    }
}
