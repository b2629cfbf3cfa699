using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The loop over a block in which <see cref="ProductKernel{TFormula, T}"/> takes elements into products.</summary>
/// <remarks>
/// An element is a chain of some twenty dependent operations of three or four cycles. A CPU overlaps the chains of several elements, but it
/// looks only some sixty operations ahead, which is less than three elements. So each turn does the last part of one element, the part before of
/// the next, and so on (software pipelining; Lam 1988): what a turn does is then short chains that do not depend on one another. A fifth part
/// would leave no registers.
/// </remarks>
internal static unsafe class ProductLoop
{
    /// <summary>How far ahead the memory of inputs and targets is asked for: signing reads a whole block at once, before anything is taken.</summary>
    private const int Ahead = Block<float>.MaxCount;

    /// <summary>
    /// Takes all elements into eight lanes of products, each of at most <paramref name="span"/> / 8 elements, and gives the lanes' sums; with
    /// <typeparamref name="TGradient"/> puts the gradient's magnitudes in place of the signed inputs.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Take<TFormula, V, TSoft, TCareful, TGradient>(in ProductScratch scratch, in Block<float> block, int span, double* lanes)
        where TFormula : struct, IProductForm
        where V : struct, IVector<V>
        where TSoft : struct, IFlag
        where TCareful : struct, IFlag
        where TGradient : struct, IFlag
    {
        float* signed = scratch.Signed;
        float* distance = scratch.Distance;
        float* nextInput = block.Input + Ahead;
        float* nextTarget = block.Target + Ahead;

        // The gradient is written when the whole block is taken: its memory is needed neither sooner nor, crowding out other lines, before.
        float* destination = block.Destination;
        V scale = V.Create(block.Scale);
        double* constants = scratch.Constants;
        TFormula.WriteConstants<V, TSoft>(constants);

        // The last group of lanes is filled up with what adds nothing.
        int count = (block.Count + Lanes.Count - 1) & -Lanes.Count;

        // Two vectors of lanes in turn, so that half the turns end in a jump; the widest vector has all lanes.
        bool hasSecond = V.Count < Lanes.Count;
        nint toSecond = hasSecond ? V.Count : Lanes.Count;
        nint toNext = Lanes.Count - (hasSecond ? V.Count : 0);
        for (int lane = 0; lane < Lanes.Count; lane += 2 * V.Count)
        {
            V sum = V.Create(0);
            V secondSum = V.Create(0);
            float* begin = signed + lane;
            V begun1 = TFormula.Begin<V, TSoft>(V.Load(begin), constants, out V begun2);
            V reduced1 = TFormula.Reduce<V, TSoft>(begun1, begun2, constants);
            V ready1 = TFormula.Prepare<V, TSoft>(reduced1, begun2, constants, out V ready2);
            begin += toSecond;
            begun1 = TFormula.Begin<V, TSoft>(V.Load(begin), constants, out begun2);
            reduced1 = TFormula.Reduce<V, TSoft>(begun1, begun2, constants);
            V reduced2 = begun2;
            begin += hasSecond ? toNext : Lanes.Count;
            begun1 = TFormula.Begin<V, TSoft>(V.Load(begin), constants, out begun2);

            double* kept = scratch.Kept + lane;
            nint i = lane;
            for (nint end = span; i < count; end += span)
            {
                V over = TFormula.Start<V, TCareful>(out V under);
                V secondOver = TFormula.Start<V, TCareful>(out V secondUnder);
                nint stop = Math.Min(end, count);
                for (; i < stop; i += Lanes.Count)
                {
                    // The memory of blocks to come is asked for meanwhile, since signing has no work to hide its latency behind.
                    Elements.Prefetch(nextInput + i);
                    Elements.Prefetch(nextTarget + i);
                    if (TGradient.IsSet)
                    {
                        Elements.Prefetch(destination + i);
                    }

                    Turn<TFormula, V, TSoft, TCareful, TGradient>(
                        signed + i,
                        distance + i,
                        hasSecond ? Lanes.Count + toSecond : 3 * Lanes.Count,
                        constants,
                        scale,
                        ref begun1,
                        ref begun2,
                        ref reduced1,
                        ref reduced2,
                        ref ready1,
                        ref ready2,
                        ref over,
                        ref under,
                        ref sum);
                    if (hasSecond)
                    {
                        Turn<TFormula, V, TSoft, TCareful, TGradient>(
                            signed + i + V.Count,
                            distance + i + V.Count,
                            Lanes.Count + toNext,
                            constants,
                        scale,
                            ref begun1,
                            ref begun2,
                            ref reduced1,
                            ref reduced2,
                            ref ready1,
                            ref ready2,
                            ref secondOver,
                            ref secondUnder,
                            ref secondSum);
                    }
                }

                over.Store(kept);
                under.Store(kept + Lanes.Count);
                if (hasSecond)
                {
                    secondOver.Store(kept + V.Count);
                    secondUnder.Store(kept + Lanes.Count + V.Count);
                }

                kept += ProductScratch.KeptOfSpan;
            }

            sum.Store(lanes + lane);
            if (hasSecond)
            {
                secondSum.Store(lanes + lane + V.Count);
            }
        }

        AddLosses<TFormula, V, TCareful>(scratch, (count + span - 1) / span, lanes);
    }

    /// <summary>Adds the logarithms of all products, which come last and together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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

    /// <summary>The last part of the elements at the pointers, and the parts before of those after.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn<TFormula, V, TSoft, TCareful, TGradient>(
        float* signed,
        float* distance,
        nint toBegin,
        double* constants,
        V scale,
        ref V begun1,
        ref V begun2,
        ref V reduced1,
        ref V reduced2,
        ref V ready1,
        ref V ready2,
        ref V over,
        ref V under,
        ref V sum)
        where TFormula : struct, IProductForm
        where V : struct, IVector<V>
        where TSoft : struct, IFlag
        where TCareful : struct, IFlag
        where TGradient : struct, IFlag
    {
        V first = ready1;
        V second = ready2;
        ready1 = TFormula.Prepare<V, TSoft>(reduced1, reduced2, constants, out ready2);
        reduced1 = TFormula.Reduce<V, TSoft>(begun1, begun2, constants);
        reduced2 = begun2;
        begun1 = TFormula.Begin<V, TSoft>(V.Load(signed + toBegin), constants, out begun2);
        V gradient = TSoft.IsSet
            ? TFormula.TakeSoft<V, TCareful>(first, second, V.Load(signed), V.Load(distance), scale, ref over, ref under, ref sum)
            : TFormula.Take<V, TCareful>(first, second, scale, ref over, ref under);
        if (TGradient.IsSet)
        {
            gradient.Store(signed);
        }
    }
}
