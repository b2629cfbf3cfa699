using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>A <see cref="VectorKernel{TFormula, T}"/> that sums ordinary blocks of floats by the formula's products.</summary>
/// <remarks>
/// A whole block is streamed, if the form can: read, taken and its gradient written in one loop, in the hope that there is nothing unusual in it.
/// Where there was, which is noticed in the end, and where a block is not whole, it is gone through in short loops: inputs are given their signs,
/// then taken into products, then the gradient is given its signs, the first-level cache holding what lies between.
/// </remarks>
internal readonly unsafe struct ProductKernel<TFormula, T>(TFormula formula, VectorWidth width) : ILossKernel<T>
    where TFormula : struct, IElementFormula, IProductForm
    where T : unmanaged
{
    private readonly VectorKernel<TFormula, T> _general = new(formula, width);

    public void Each(in Block<T> block) => _general.Each(block);

    public double Sum(in Block<T> block) => _general.Sum(block);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TrySum(in Block<T> block, out double sum)
    {
        if (typeof(T) != typeof(float) || !block.IsUnweighted)
        {
            sum = 0;
            return false;
        }

        Block<float> floats = Unsafe.As<Block<T>, Block<float>>(ref Unsafe.AsRef(in block));
        return width switch
        {
            VectorWidth.Bits512 => TrySum<Vec512<float>, Vec512<double>>(floats, out sum),
            VectorWidth.Bits256 => TrySum<Vec256<float>, Vec256<double>>(floats, out sum),
            VectorWidth.Bits128 => TrySum<Vec128<float>, Vec128<double>>(floats, out sum),
            _ => TrySum<Vec1<float>, Vec1<double>>(floats, out sum),
        };
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool TrySum<F, D>(in Block<float> block, out double sum)
        where F : struct, IVector<F>
        where D : struct, IVector<D>
    {
        byte* memory = stackalloc byte[ProductScratch.Size];
        ProductScratch scratch = new(memory);
        sum = 0;
        bool looksHard = !block.IsSmoothed && ProductSteps.LooksHard<F>(block);
        if (looksHard && TryStream<F, D>(block, scratch, out sum))
        {
            return true;
        }

        bool isSoft = false;
        if (!looksHard || !ProductSteps.Sign<TFormula, F, No>(block, scratch, out ProductRange range))
        {
            isSoft = TFormula.TakesSoftTargets;
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
        if (double.IsNaN(sum))
        {
            return false;
        }

        if (block.Destination != null)
        {
            ProductSteps.SignGradient<F>(scratch, block, isSoft);
        }

        return true;
    }

    /// <summary>Streams a whole block. If false, what was written to the destination means nothing, but in place nothing was.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool TryStream<F, D>(in Block<float> block, in ProductScratch scratch, out double sum)
        where F : struct, IVector<F>
        where D : struct, IVector<D>
    {
        sum = 0;
        if (TFormula.StreamedProduct == 0 || block.Count != Block<float>.MaxCount)
        {
            return false;
        }

        double* lanes = stackalloc double[Lanes.Count];
        int span = TFormula.StreamedProduct * Lanes.Count;
        ProductSteps.BeginStreaming<TFormula, F>(scratch.Bounds);
        bool isInPlace = block.Destination == block.Input;
        if (block.Destination == null)
        {
            ProductLoop.Take<TFormula, F, D, No, No, No, Yes>(scratch, block, null, span, lanes);
        }
        else
        {
            ProductLoop.Take<TFormula, F, D, No, No, Yes, Yes>(scratch, block, isInPlace ? scratch.Distance : block.Destination, span, lanes);
        }

        // A NaN fails the comparison, too.
        sum = Lanes.Total(lanes);
        if (!ProductSteps.IsPure<F>(scratch.Bounds) || !(sum >= TFormula.LeastStreamedSum))
        {
            return false;
        }

        if (isInPlace)
        {
            Unsafe.CopyBlockUnaligned(block.Destination, scratch.Distance, (uint)block.Count * sizeof(float));
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
            ProductLoop.Take<TFormula, F, D, TSoft, TCareful, No, No>(scratch, block, null, span, lanes);
        }
        else
        {
            ProductLoop.Take<TFormula, F, D, TSoft, TCareful, Yes, No>(scratch, block, block.Destination, span, lanes);
        }
    }
}
