using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The loop in which <see cref="ProductKernel{TFormula, T}"/> multiplies the elements of a block into products.</summary>
/// <remarks>
/// An element is a chain of some twenty dependent operations of three or four cycles each. A CPU overlaps the chains of several elements, but its
/// schedulers hold only some sixty operations, which is less than three elements. Hence software pipelining (Lam 1988): the chain is cut into five
/// parts (the four of <see cref="IProductForm"/> and a division), and an iteration runs each part for a different element, so that it consists of
/// short, independent chains. Two columns of elements, A and B, run half an iteration apart: one runs its second and fourth part while the other
/// runs its first, third and fifth. The results of a part are then consumed in the next half, so both columns fit into sixteen registers. The order
/// of the parts within a half is the fastest of some thousands that were measured; no model of the CPU predicted it.
/// </remarks>
internal static unsafe class ProductLoop
{
    /// <summary>How far ahead to prefetch inputs and targets: a block ahead, since signing reads a whole block before this loop begins.</summary>
    private const int PrefetchAhead = Block<float>.MaxCount;

    /// <summary>How far ahead to prefetch when streaming, some 300 to 400 ns. The CPU does so by itself, but only within a page of 4 KB.</summary>
    private const int StreamPrefetchAhead = 640;

    /// <summary>When streaming, how many iterations ahead inputs are signed.</summary>
    private const int SignAhead = ProductScratch.SignAhead / ProductScratch.Group;

    /// <summary>When streaming, how many iterations later gradients get their signs.</summary>
    private const int FinishBehind = ProductScratch.FinishBehind / ProductScratch.Group;

    /// <summary>
    /// Multiplies all elements into eight lanes of products, each of at most <paramref name="span"/> / 8 elements, and writes the lanes' sums. With
    /// <typeparamref name="TGradient"/>, replaces the signed inputs by the magnitudes of the gradient. With <typeparamref name="TStream"/>, also signs
    /// the inputs beforehand and writes the signed gradient; the block must then consist of whole groups, may be longer than the scratch memory, and
    /// the span must divide <see cref="Block{T}.MaxCount"/>. With <typeparamref name="TMissing"/>, which only makes a difference when streaming, elements
    /// whose target is NaN are missing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Take<TFormula, F, V, TSoft, TCareful, TGradient, TStream, TMissing>(
        in ProductScratch scratch, in Block<float> block, float* gradient, int span, double* lanes)
        where TFormula : struct, IProductForm
        where F : struct, IVector<F>
        where V : struct, IVector<V>
        where TSoft : struct, IFlag
        where TCareful : struct, IFlag
        where TGradient : struct, IFlag
        where TStream : struct, IFlag
        where TMissing : struct, IFlag
    {
        float* distance = scratch.Distance;
        float* input = block.Input;
        float* target = block.Target;
        float* bounds = scratch.Bounds;
        V scale = V.Create(block.Scale);
        V slope = V.Create(block.Slope);
        V offset = V.Create(block.Offset);
        double* constants = scratch.Constants;
        TFormula.WriteConstants<V, TSoft>(constants);

        // The last group is padded with elements that add nothing.
        int count = (block.Count + ProductScratch.Group - 1) & -ProductScratch.Group;

        // Columns A and B are neighbouring vectors of lanes. If a vector has all the lanes, they are alternate groups of eight, multiplied into the same
        // products.
        bool isSplit = V.Count < Lanes.Count;
        nint toNext = isSplit ? Lanes.Count : ProductScratch.Group;
        nint toPrevious = isSplit ? -Lanes.Count : -ProductScratch.Group;
        for (int lane = 0; lane < Lanes.Count; lane += 2 * V.Count)
        {
            float* signed = scratch.Signed;

            // Near the end, the last elements are signed again rather than what is beyond them.
            nint last = count + toPrevious + lane;
            if (TStream.IsSet)
            {
                for (nint k = lane; k < SignAhead * toNext; k += toNext)
                {
                    ProductSteps.SignStreamed<F, TMissing>(input + k, target + k, signed + k, bounds);
                }
            }

            V sumA = V.Create(0);
            V sumB = V.Create(0);
            float* begin = signed + lane;
            V begunA1 = TFormula.Begin<V, TSoft>(V.Load(begin), constants, out V begunA2);
            V readyA1 = TFormula.Prepare<V, TSoft>(TFormula.Reduce<V, TSoft>(begunA1, begunA2, constants), begunA2, constants, out V readyA2);
            begunA1 = TFormula.Begin<V, TSoft>(V.Load(begin + toNext), constants, out begunA2);
            begin += V.Count;
            V begunB1 = TFormula.Begin<V, TSoft>(V.Load(begin), constants, out V begunB2);
            V reducedB1 = TFormula.Reduce<V, TSoft>(begunB1, begunB2, constants);
            V reducedB2 = begunB2;
            V numeratorB = V.Create(0);
            V denominatorB = V.Create(1);

            double* kept = scratch.Kept + lane;
            nint wrap = Block<float>.MaxCount;
            nint i = lane;
            for (nint end = span; i < count; end += span)
            {
                V overA = TFormula.Start<V, TCareful>(out V underA);
                V overB = TFormula.Start<V, TCareful>(out V underB);
                nint stop = Math.Min(end, count);
                for (; i < stop; i += toNext)
                {
                    float* at = signed + i;
                    V loaded = V.Load(at + V.Count + toNext);
                    V reducedA1 = TFormula.Reduce<V, TSoft>(begunA1, begunA2, constants);
                    V reducedA2 = begunA2;
                    if (!TStream.IsSet)
                    {
                        // Prefetched here, since signing the next block has too little work to hide the latency of memory.
                        Elements.Prefetch(input + i + PrefetchAhead);
                    }

                    V quotient = numeratorB / denominatorB;
                    begunB1 = TFormula.Begin<V, TSoft>(loaded, constants, out begunB2);
                    V readyB1 = TFormula.Prepare<V, TSoft>(reducedB1, reducedB2, constants, out V readyB2);
                    if (!TStream.IsSet)
                    {
                        Elements.Prefetch(target + i + PrefetchAhead);
                    }

                    V numeratorA = Take<TFormula, V, TSoft, TCareful>(
                        readyA1, readyA2, at, distance + i, slope, offset, scale, ref overA, ref underA, ref sumA, out V denominatorA);
                    if (TGradient.IsSet)
                    {
                        if (!TStream.IsSet)
                        {
                            // It is written after the whole block; prefetched any sooner, it would evict lines still in use.
                            Elements.Prefetch(gradient + i);
                        }

                        quotient.Store(at + V.Count + toPrevious);
                    }

                    loaded = V.Load(at + (2 * toNext));
                    reducedB1 = TFormula.Reduce<V, TSoft>(begunB1, begunB2, constants);
                    reducedB2 = begunB2;
                    quotient = numeratorA / denominatorA;
                    begunA1 = TFormula.Begin<V, TSoft>(loaded, constants, out begunA2);
                    if (TStream.IsSet)
                    {
                        // In the first iterations, garbage goes to where the first gradients will go.
                        nint done = Math.Max(i + (FinishBehind * toPrevious), lane);
                        ProductSteps.FinishStreamed<F, TMissing, TGradient>(target + done, signed + done, gradient + done, bounds);
                    }

                    readyA1 = TFormula.Prepare<V, TSoft>(reducedA1, reducedA2, constants, out readyA2);
                    numeratorB = isSplit
                        ? Take<TFormula, V, TSoft, TCareful>(
                            readyB1, readyB2, at + V.Count, distance + i + V.Count, slope, offset, scale, ref overB, ref underB, ref sumB, out denominatorB)
                        : Take<TFormula, V, TSoft, TCareful>(
                            readyB1, readyB2, at + V.Count, distance + i + V.Count, slope, offset, scale, ref overA, ref underA, ref sumA, out denominatorB);
                    if (TStream.IsSet)
                    {
                        Elements.Prefetch(input + i + StreamPrefetchAhead);
                        Elements.Prefetch(target + i + StreamPrefetchAhead);
                        if (TGradient.IsSet)
                        {
                            Elements.Prefetch(gradient + i + StreamPrefetchAhead);
                        }

                        nint from = Math.Min(i + (SignAhead * toNext), last);
                        ProductSteps.SignStreamed<F, TMissing>(input + from, target + from, at + (SignAhead * toNext), bounds);
                    }

                    if (TGradient.IsSet)
                    {
                        quotient.Store(at);
                    }
                }

                overA.Store(kept);
                underA.Store(kept + Lanes.Count);
                if (isSplit)
                {
                    overB.Store(kept + V.Count);
                    underB.Store(kept + Lanes.Count + V.Count);
                }

                kept += ProductScratch.KeptOfSpan;
                if (TStream.IsSet && i == lane + wrap)
                {
                    // Back to the beginning of the scratch memory, which so stays in the first-level cache.
                    for (nint k = i + (FinishBehind * toPrevious); k < i + (SignAhead * toNext); k += toNext)
                    {
                        ProductSteps.MoveStreamed<F>(signed + k, signed + k - Block<float>.MaxCount);
                    }

                    signed -= Block<float>.MaxCount;
                    wrap += Block<float>.MaxCount;
                }
            }

            if (TGradient.IsSet)
            {
                (numeratorB / denominatorB).Store(signed + i + V.Count + toPrevious);
            }

            if (TStream.IsSet)
            {
                for (nint k = i + (FinishBehind * toPrevious); k < count; k += toNext)
                {
                    ProductSteps.FinishStreamed<F, TMissing, TGradient>(target + k, signed + k, gradient + k, bounds);
                }
            }

            sumA.Store(lanes + lane);
            if (isSplit)
            {
                sumB.Store(lanes + lane + V.Count);
            }
        }

        if (TSoft.IsSet)
        {
            // The padding has distance 0, but smoothing turned that into the offset; this takes its losses out again.
            lanes[0] += (count - block.Count) * (TFormula.Filler * block.Offset);
        }

        AddLosses<TFormula, V, TCareful>(scratch, (count + span - 1) / span, lanes);
    }

    /// <summary>Adds the logarithms of all products to the lanes.</summary>
    /// <remarks>Not inlined: the caller has used up the JIT's inlining budget, and every operation here would be a call.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddLosses<TFormula, V, TCareful>(in ProductScratch scratch, int spans, double* lanes)
        where TFormula : struct, IProductForm
        where V : struct, IVector<V>
        where TCareful : struct, IFlag
    {
        if (TFormula.LossIsLogarithm<TCareful>())
        {
            lanes[0] += LogOfQuotient.Of(scratch.Kept, spans);
            return;
        }

        for (int lane = 0; lane < Lanes.Count; lane += V.Count)
        {
            V sum = V.Load(lanes + lane);
            double* kept = scratch.Kept + lane;
            for (int k = 0; k < spans; k++, kept += ProductScratch.KeptOfSpan)
            {
                sum += TFormula.Loss<V, TCareful>(V.Load(kept), V.Load(kept + Lanes.Count));
            }

            sum.Store(lanes + lane);
        }
    }

    /// <summary>The fourth part, for the elements at the pointers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Take<TFormula, V, TSoft, TCareful>(
        V first, V second, float* signed, float* distance, V slope, V offset, V scale, ref V over, ref V under, ref V sum, out V denominator)
        where TFormula : struct, IProductForm
        where V : struct, IVector<V>
        where TSoft : struct, IFlag
        where TCareful : struct, IFlag =>
        TSoft.IsSet
            ? TFormula.TakeSoft<V, TCareful>(
                first, second, V.Load(signed), V.FusedMultiplyAdd(V.Load(distance), slope, offset), scale, ref over, ref under, ref sum, out denominator)
            : TFormula.Take<V, TCareful>(first, second, scale, ref over, ref under, out denominator);
}
