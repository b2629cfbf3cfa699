using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>A <see cref="VectorKernel{TFormula, T}"/> that sums ordinary blocks of floats by the formula's products.</summary>
/// <remarks>
/// A block is gone through in a few short loops instead of one: inputs are given their signs, then prepared, then taken into products,
/// then the gradient is given its signs, the first-level cache holding what lies between. A processor overlaps many turns of a short
/// loop, but of one that does all only two or three, and then waits for the exponential's long chain of dependent operations.
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
        if (typeof(T) != typeof(float) || !block.IsPlain)
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
        sum = 0;
        byte* memory = stackalloc byte[ProductScratch.Size];
        ProductScratch scratch = new(memory);
        ProductRange range = new();
        bool isSoft = false;
        if (!ProductSteps.Sign<TFormula, F, No>(block, scratch, ref range))
        {
            isSoft = TFormula.TakesSoftTargets && ProductSteps.Sign<TFormula, F, Yes>(block, scratch, ref range);
            if (!isSoft)
            {
                return false;
            }
        }

        int longest = TFormula.LongestProduct(range.Lowest, range.Highest);
        if (longest == 0)
        {
            return false;
        }

        double* lanes = stackalloc double[Lanes.Count];
        int span = longest >= Block<float>.MaxCount ? Block<float>.MaxCount : longest * Lanes.Count;
        switch (isSoft, TFormula.NeedsClamps(range.Lowest, range.Highest), block.Destination != null)
        {
            case (true, _, false):
                ProductSteps.Take<TFormula, D, Yes, No, No>(scratch, block, span, lanes);
                break;
            case (true, _, true):
                ProductSteps.Take<TFormula, D, Yes, No, Yes>(scratch, block, span, lanes);
                break;
            case (false, false, false):
                ProductSteps.Take<TFormula, D, No, No, No>(scratch, block, span, lanes);
                break;
            case (false, false, true):
                ProductSteps.Take<TFormula, D, No, No, Yes>(scratch, block, span, lanes);
                break;
            case (false, true, false):
                ProductSteps.Take<TFormula, D, No, Yes, No>(scratch, block, span, lanes);
                break;
            case (false, true, true):
                ProductSteps.Take<TFormula, D, No, Yes, Yes>(scratch, block, span, lanes);
                break;
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
}
