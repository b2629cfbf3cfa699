using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The loop over a block in which <see cref="ProductKernel{TFormula, T}"/> takes elements into products.</summary>
/// <remarks>
/// An element is a chain of some twenty dependent operations of three or four cycles. A CPU overlaps the chains of several elements, but it
/// looks only some sixty operations ahead, which is less than three elements. So the chain is cut into five parts, and a turn does each part of
/// another element (software pipelining; Lam 1988): what a turn does is then short chains that do not depend on one another. Two columns of
/// elements, a and b, go half a turn apart, one doing its second and fourth part while the other does its first, third and fifth: what a part
/// leaves is used up by the half turn after, so that both columns fit into sixteen registers and little is moved between them. In what order a
/// half turn does its parts was found by trying some thousands: a CPU's queues fill or do not for reasons that are hard to foresee.
/// </remarks>
internal static unsafe class ProductLoop
{
    /// <summary>How far ahead the memory of inputs and targets is asked for: signing reads a whole block at once, before anything is taken.</summary>
    private const int PrefetchAhead = Block<float>.MaxCount;

    /// <summary>When streaming, how many turns before they are taken inputs get their signs: enough to hide the latency of a near cache.</summary>
    private const int SignAhead = ProductScratch.SignAhead / ProductScratch.Group;

    /// <summary>
    /// When streaming, how many turns after they are taken gradients get their signs: what has just been written in pieces is slow to read as a whole.
    /// </summary>
    private const int FinishBehind = 3;

    /// <summary>
    /// Takes all elements into eight lanes of products, each of at most <paramref name="span"/> / 8 elements, and gives the lanes' sums; with
    /// <typeparamref name="TGradient"/> puts the gradient's magnitudes in place of the signed inputs. With <typeparamref name="TStream"/> also gives
    /// inputs, and writes the gradient with, their signs, of a block of whole groups.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Take<TFormula, F, V, TSoft, TCareful, TGradient, TStream>(
        in ProductScratch scratch, in Block<float> block, float* gradient, int span, double* lanes)
        where TFormula : struct, IProductForm
        where F : struct, IVector<F>
        where V : struct, IVector<V>
        where TSoft : struct, IFlag
        where TCareful : struct, IFlag
        where TGradient : struct, IFlag
        where TStream : struct, IFlag
    {
        float* signed = scratch.Signed;
        float* distance = scratch.Distance;
        float* input = block.Input;
        float* target = block.Target;
        float* bounds = scratch.Bounds;
        V scale = V.Create(block.Scale);
        V slope = V.Create(block.Slope);
        V offset = V.Create(block.Offset);
        double* constants = scratch.Constants;
        TFormula.WriteConstants<V, TSoft>(constants);

        // The last group is filled up with what adds nothing.
        int count = (block.Count + ProductScratch.Group - 1) & -ProductScratch.Group;

        // The columns are two vectors of the lanes; where one vector has all lanes, every other row of them, taken into the same products.
        bool isSplit = V.Count < Lanes.Count;
        nint toNext = isSplit ? Lanes.Count : ProductScratch.Group;
        nint toPrevious = isSplit ? -Lanes.Count : -ProductScratch.Group;
        for (int lane = 0; lane < Lanes.Count; lane += 2 * V.Count)
        {
            // What is beyond the last elements is not looked at, and they are signed again instead.
            nint last = count + toPrevious + lane;
            if (TStream.IsSet)
            {
                for (nint k = lane; k < SignAhead * toNext; k += toNext)
                {
                    ProductSteps.SignStreamed<F>(input + k, target + k, signed + k, bounds);
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
                        // The memory of blocks to come is asked for meanwhile, since signing has no work to hide its latency behind.
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
                            // Written when the whole block is taken, its memory is not needed sooner and, before, would crowd out other lines.
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
                        // At first, what is no gradient yet goes to where the first will.
                        nint done = Math.Max(i + (FinishBehind * toPrevious), lane);
                        ProductSteps.FinishStreamed<F, TGradient>(target + done, signed + done, gradient + done, bounds);
                    }

                    readyA1 = TFormula.Prepare<V, TSoft>(reducedA1, reducedA2, constants, out readyA2);
                    numeratorB = isSplit
                        ? Take<TFormula, V, TSoft, TCareful>(
                            readyB1, readyB2, at + V.Count, distance + i + V.Count, slope, offset, scale, ref overB, ref underB, ref sumB, out denominatorB)
                        : Take<TFormula, V, TSoft, TCareful>(
                            readyB1, readyB2, at + V.Count, distance + i + V.Count, slope, offset, scale, ref overA, ref underA, ref sumA, out denominatorB);
                    if (TStream.IsSet)
                    {
                        nint from = Math.Min(i + (SignAhead * toNext), last);
                        ProductSteps.SignStreamed<F>(input + from, target + from, at + (SignAhead * toNext), bounds);
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
            }

            if (TGradient.IsSet)
            {
                (numeratorB / denominatorB).Store(signed + i + V.Count + toPrevious);
            }

            if (TStream.IsSet)
            {
                for (nint k = i + (FinishBehind * toPrevious); k < count; k += toNext)
                {
                    ProductSteps.FinishStreamed<F, TGradient>(target + k, signed + k, gradient + k, bounds);
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
            // The distance of what fills the last group up is 0, but smoothing made it the offset.
            lanes[0] += (count - block.Count) * (TFormula.Filler * block.Offset);
        }

        AddLosses<TFormula, V, TCareful>(scratch, (count + span - 1) / span, lanes);
    }

    /// <summary>Adds the logarithms of all products, which come last and together.</summary>
    /// <remarks>Not inlined: the compiler's budget for inlining is used up by then, and every operation would be a call.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddLosses<TFormula, V, TCareful>(in ProductScratch scratch, int spans, double* lanes)
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

    /// <summary>The fourth part of the elements at the pointers.</summary>
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
