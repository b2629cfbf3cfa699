using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Streams by <see cref="ProductLoop"/>: assumes ordinary inputs and targets of 0 and 1; whether that was so shows in the end.</summary>
internal static unsafe class ProductStream
{
    /// <summary>If the mean of the losses is less, the error of the products' logarithms, at most 2.3e-16 an element, counts beside it.</summary>
    public const double LeastMean = 1 / 1536.0;

    /// <summary>Writes the gradient, if there is room for it, and sums. False if anything was unusual.</summary>
    /// <param name="block">The block.</param>
    /// <param name="scratch">Scratch memory.</param>
    /// <param name="gradient">Where the gradient goes, which is not the input; or null.</param>
    /// <param name="product">The number of elements in a product: a divisor of those of a lane in a block, and at least four times <see cref="ProductScratch.ShortestProduct"/>.</param>
    /// <param name="greatestInput">Replaces greater signed inputs and NaN, and makes the sum NaN, which gives them away.</param>
    /// <param name="sum">The sum.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool TryTake<TFormula, F, D, TMissing>(
        in Block<float> block, in ProductScratch scratch, float* gradient, int product, float greatestInput, out double sum)
        where TFormula : struct, IProductForm
        where F : struct, IVector<F>
        where D : struct, IVector<D>
        where TMissing : struct, IFlag
    {
        double* lanes = stackalloc double[Lanes.Count];
        int span = product * Lanes.Count;
        ProductSteps.BeginStreaming<F>(scratch.Bounds, TFormula.Filler, greatestInput);
        if (gradient == null)
        {
            ProductLoop.Take<TFormula, F, D, No, No, No, Yes, TMissing>(scratch, block, null, span, lanes);
        }
        else
        {
            ProductLoop.Take<TFormula, F, D, No, No, Yes, Yes, TMissing>(scratch, block, gradient, span, lanes);
        }

        sum = Lanes.Total(lanes);

        // A NaN fails the comparison, too.
        return ProductSteps.TargetsWereHard<F>(scratch.Bounds) && sum >= LeastMean * block.Count;
    }
}
