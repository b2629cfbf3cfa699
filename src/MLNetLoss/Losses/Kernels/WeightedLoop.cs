using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Sums the losses of single elements, which a product of many does not give, each with a weight of its own.</summary>
/// <remarks>
/// In two loops, each with a division: a first one gives the magnitudes of the gradient, from which a second one finds the losses. Together they would
/// be too long for the CPU to overlap neighbouring elements.
/// </remarks>
internal static unsafe class WeightedLoop
{
    /// <summary>The number of elements that go through the first loop before the second begins; there is room for their results where products are kept.</summary>
    private const int Chunk = 512;

    /// <summary>Sums a weighted block whose targets are 0 and 1. If false, nothing has been written to the destination.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool TrySum<TFormula, F, D>(in Block<float> block, in ProductScratch scratch, out double sum)
        where TFormula : struct, IProductForm
        where F : struct, IVector<F>
        where D : struct, IVector<D>
    {
        sum = 0;
        float* posWeights = scratch.Distance;
        if (!ProductSteps.Sign<TFormula, F, No>(block, scratch, out ProductRange range)
            || TFormula.LongestProduct(range.Lowest, range.Highest) < ProductScratch.ShortestProduct
            || (block.PosWeight != null && !Positives.TrySpread<F>(block, posWeights)))
        {
            return false;
        }

        WeightedElements elements = new()
        {
            Count = block.Count,
            Signed = scratch.Signed,
            Coefficients = block.PosWeight == null ? block.Weight : posWeights,
            Factors = block.PosWeight == null ? null : block.Weight,
            NextInput = block.Input + Block<float>.MaxCount,
            NextTarget = block.Target + Block<float>.MaxCount,
            NextDestination = block.Destination,
        };
        double* lanes = stackalloc double[Lanes.Count];
        new Span<double>(lanes, Lanes.Count).Clear();
        if (block.Destination == null)
        {
            int done = Sum<TFormula, D, No>(elements, scratch, 0, lanes, 0);
            Sum<TFormula, Vec1<double>, No>(elements, scratch, 0, lanes, done);
        }
        else
        {
            int done = Sum<TFormula, D, Yes>(elements, scratch, block.Scale, lanes, 0);
            Sum<TFormula, Vec1<double>, Yes>(elements, scratch, block.Scale, lanes, done);
        }

        sum = Lanes.Total(lanes);
        if (!double.IsFinite(sum))
        {
            return false;
        }

        if (block.Destination != null)
        {
            ProductSteps.SignGradient<F>(scratch, block, isSoft: false);
        }

        return true;
    }

    /// <summary>
    /// Adds the weighted losses to the lanes. With <typeparamref name="TGradient"/>, replaces the signed inputs by the magnitudes of the weighted and
    /// scaled gradient. Takes whole vectors only; returns the number of elements up to their end.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int Sum<TFormula, V, TGradient>(in WeightedElements elements, in ProductScratch scratch, double scale, double* lanes, int from)
        where TFormula : struct, IProductForm
        where V : struct, IVector<V>
        where TGradient : struct, IFlag
    {
        TFormula.WriteConstants<V, No>(scratch.Constants);
        int end = elements.Count & -V.Count;
        for (int i = from; i < end; i += Chunk)
        {
            int stop = Math.Min(i + Chunk, end);
            Magnitudes<TFormula, V>(elements, scratch.Constants, scratch.Kept, i, stop);
            Finish<TFormula, V, TGradient>(elements, scratch.Kept, scale, lanes, i, stop);
        }

        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Magnitudes<TFormula, V>(in WeightedElements elements, double* constants, double* magnitude, int from, int to)
        where TFormula : struct, IProductForm
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        float* signed = elements.Signed;
        float* input = elements.NextInput;
        float* target = elements.NextTarget;
        float* destination = elements.NextDestination;
        for (nint i = from; i < to; i += V.Count, magnitude += V.Count)
        {
            Elements.Prefetch(input + i);
            Elements.Prefetch(target + i);
            Elements.Prefetch(destination + i);
            V first = TFormula.Begin<V, No>(V.Load(signed + i), constants, out V second);
            first = TFormula.Prepare<V, No>(TFormula.Reduce<V, No>(first, second, constants), second, constants, out second);

            // Only the fraction is wanted; the JIT drops the products.
            V over = one;
            V under = one;
            V numerator = TFormula.Take<V, Yes>(first, second, one, ref over, ref under, out V denominator);
            (numerator / denominator).Store(magnitude);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Finish<TFormula, V, TGradient>(
        in WeightedElements elements, double* magnitude, double gradientScale, double* lanes, int from, int to)
        where TFormula : struct, IProductForm
        where V : struct, IVector<V>
        where TGradient : struct, IFlag
    {
        V scale = V.Create(gradientScale);
        V less = V.Create(elements.Less);
        float* signed = elements.Signed;
        float* coefficients = elements.Coefficients;
        float* factors = elements.Factors;
        for (nint i = from; i < to; i += V.Count, magnitude += V.Count)
        {
            V size = V.Load(magnitude);
            V coefficient = V.Load(coefficients + i);
            coefficient = factors == null ? coefficient - less : V.FusedMultiplyAdd(coefficient, V.Load(factors + i), V.Create(0) - less);
            V loss = TFormula.ElementLoss(V.Load(signed + i), size);
            if (TGradient.IsSet)
            {
                (coefficient * scale * size).Store(signed + i);
            }

            double* lane = lanes + (i & (Lanes.Count - 1));
            V.FusedMultiplyAdd(loss, coefficient, V.Load(lane)).Store(lane);
        }
    }
}
