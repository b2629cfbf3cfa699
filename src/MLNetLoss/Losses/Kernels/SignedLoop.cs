using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Sums single elements, for losses that a product of many does not give, and for weights.</summary>
/// <remarks>
/// A first loop gives the magnitudes of the cross-entropy's gradient, from which a second one finds the cross-entropy. Each has a division; together they
/// would be too long for the CPU to overlap neighbouring elements. A loss other than the cross-entropy is found from both in a third loop.
/// </remarks>
internal static unsafe class SignedLoop
{
    /// <summary>The number of elements that go through a loop before the next begins. Up to three results of each are kept where products would be.</summary>
    private const int Chunk = ProductScratch.KeptSize / 3 & -Lanes.Count;

    /// <summary>Sums a block whose targets are 0 and 1. If false, nothing has been written to the destination.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool TrySum<TFormula, TFraction, F, D>(TFormula formula, in Block<float> block, in ProductScratch scratch, out double sum)
        where TFormula : struct, ISignedForm
        where TFraction : struct, IProductForm
        where F : struct, IVector<F>
        where D : struct, IVector<D>
    {
        sum = 0;
        float* posWeights = scratch.Distance;
        if (!ProductSteps.Sign<TFraction, F, No>(block, scratch, out ProductRange range)
            || TFraction.LongestProduct(range.Lowest, range.Highest) < ProductScratch.ShortestProduct
            || (block.PosWeight != null && !Positives.TrySpread<F>(block, posWeights)))
        {
            return false;
        }

        SignedElements elements = new()
        {
            Count = block.Count,
            Signed = scratch.Signed,
            Target = block.Target,
            Coefficients = block.PosWeight == null ? block.Weight : posWeights,
            Factors = block.PosWeight == null ? null : block.Weight,
            NextInput = block.Input + Block<float>.MaxCount,
            NextTarget = block.Target + Block<float>.MaxCount,
            NextDestination = block.Destination == null ? block.Input : block.Destination,
        };
        double* lanes = stackalloc double[Lanes.Count];
        new Span<double>(lanes, Lanes.Count).Clear();
        if (block.Destination == null)
        {
            int done = Sum<TFormula, TFraction, D, No>(formula, elements, scratch, 0, lanes, 0);
            Sum<TFormula, TFraction, Vec1<double>, No>(formula, elements, scratch, 0, lanes, done);
        }
        else
        {
            int done = Sum<TFormula, TFraction, D, Yes>(formula, elements, scratch, block.Scale, lanes, 0);
            Sum<TFormula, TFraction, Vec1<double>, Yes>(formula, elements, scratch, block.Scale, lanes, done);
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
    public static int Sum<TFormula, TFraction, V, TGradient>(
        TFormula formula, in SignedElements elements, in ProductScratch scratch, double scale, double* lanes, int from)
        where TFormula : struct, ISignedForm
        where TFraction : struct, IProductForm
        where V : struct, IVector<V>
        where TGradient : struct, IFlag
    {
        // A power multiplies the errors of its base, and a clip subtracts all but its last digits; a cross-entropy does neither.
        bool isExact = typeof(TFormula) != typeof(TFraction);
        if (isExact)
        {
            TFraction.WriteConstants<V, Yes>(scratch.Constants);
        }
        else
        {
            TFraction.WriteConstants<V, No>(scratch.Constants);
        }

        int end = elements.Count & -V.Count;
        for (int i = from; i < end; i += Chunk)
        {
            int stop = Math.Min(i + Chunk, end);
            if (!isExact)
            {
                Magnitudes<TFormula, TFraction, V, No>(elements, scratch.Constants, scratch.Kept, i, stop);
            }
            else
            {
                Magnitudes<TFormula, TFraction, V, Yes>(elements, scratch.Constants, scratch.Kept, i, stop);
                CrossEntropies<TFormula, V>(formula, elements, scratch.Kept, i, stop);
            }

            Finish<TFormula, TFraction, V, TGradient>(formula, elements, scratch.Kept, scale, lanes, i, stop);
        }

        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Magnitudes<TFormula, TFraction, V, TExact>(in SignedElements elements, double* constants, double* magnitude, int from, int to)
        where TFormula : struct, ISignedForm
        where TFraction : struct, IProductForm
        where V : struct, IVector<V>
        where TExact : struct, IFlag
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
            V first = TFraction.Begin<V, TExact>(V.Load(signed + i), constants, out V second);
            first = TFraction.Prepare<V, TExact>(TFraction.Reduce<V, TExact>(first, second, constants), second, constants, out second);

            // Only the fraction is wanted; the JIT drops the products.
            V over = one;
            V under = one;
            V numerator = TFraction.Take<V, Yes>(first, second, one, ref over, ref under, out V denominator);
            if (TFormula.ReadsRest)
            {
                V reciprocal = one / denominator;
                (numerator * reciprocal).Store(magnitude);
                (second * reciprocal).Store(magnitude + (2 * Chunk));
            }
            else
            {
                (numerator / denominator).Store(magnitude);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void CrossEntropies<TFormula, V>(TFormula formula, in SignedElements elements, double* magnitude, int from, int to)
        where TFormula : struct, ISignedForm
        where V : struct, IVector<V>
    {
        float* signed = elements.Signed;
        float* target = elements.Target;
        for (nint i = from; i < to; i += V.Count, magnitude += V.Count)
        {
            V t = TFormula.ReadsTarget ? V.Load(target + i) : default;
            formula.CrossEntropy(V.Load(signed + i), V.Load(magnitude), t).Store(magnitude + Chunk);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Finish<TFormula, TFraction, V, TGradient>(
        TFormula formula, in SignedElements elements, double* magnitude, double gradientScale, double* lanes, int from, int to)
        where TFormula : struct, ISignedForm
        where TFraction : struct, IProductForm
        where V : struct, IVector<V>
        where TGradient : struct, IFlag
    {
        V scale = V.Create(gradientScale);
        V one = V.Create(1);
        V less = V.Create(elements.Less);
        float* signed = elements.Signed;
        float* target = elements.Target;
        float* coefficients = elements.Coefficients;
        float* factors = elements.Factors;
        for (nint i = from; i < to; i += V.Count, magnitude += V.Count)
        {
            V size = V.Load(magnitude);
            V coefficient = coefficients == null ? one : V.Load(coefficients + i);
            coefficient = factors == null ? coefficient - less : V.FusedMultiplyAdd(coefficient, V.Load(factors + i), V.Create(0) - less);
            V y = V.Load(signed + i);
            V t = TFormula.ReadsTarget ? V.Load(target + i) : default;
            V crossEntropy = typeof(TFormula) == typeof(TFraction) ? formula.CrossEntropy(y, size, t) : V.Load(magnitude + Chunk);
            V rest = TFormula.ReadsRest ? V.Load(magnitude + (2 * Chunk)) : default;
            V loss = formula.SignedLoss(y, crossEntropy, size, rest, t, out V slope);
            if (TGradient.IsSet)
            {
                (coefficient * scale * slope).Store(signed + i);
            }

            double* lane = lanes + (i & (Lanes.Count - 1));
            V.FusedMultiplyAdd(loss, coefficient, V.Load(lane)).Store(lane);
        }
    }
}
