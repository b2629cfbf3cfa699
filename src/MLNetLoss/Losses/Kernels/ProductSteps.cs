using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The loops over a block that <see cref="ProductKernel{TFormula, T}"/> consists of.</summary>
/// <remarks>Each is compiled on its own and fully at once: inlined into one, they would exhaust the compiler's budget for inlining.</remarks>
internal static unsafe class ProductSteps
{
    /// <summary>The floats of the widest vector.</summary>
    private const int MaxLanes = 16;

    /// <summary>
    /// Signs the inputs and finds their range; for soft targets also the distances. False if there are other targets than those meant:
    /// 0 and 1, or with <typeparamref name="TSoft"/> those in [0, 1].
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool Sign<TFormula, V, TSoft>(in Block<float> block, in ProductScratch scratch, ref ProductRange range)
        where TFormula : struct, IProductForm
        where V : struct, IVector<V>
        where TSoft : struct, IFlag
    {
        float* input = block.Input;
        float* target = block.Target;
        float* signed = scratch.Signed;
        float* distance = scratch.Distance;
        V lowest = V.Create(float.MaxValue);
        V highest = V.Create(float.MinValue);
        V faults = V.Create(0);
        int count = block.Count;
        nint i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            V x = V.Load(input + i);
            V sign = Sign<V, TSoft>(V.Load(target + i), ref faults, distance + i);
            V.Xor(x, sign).Store(signed + i);
            lowest = V.Min(lowest, x);
            highest = V.Max(highest, x);
        }

        float* ends = stackalloc float[2 * MaxLanes];
        lowest.Store(ends);
        highest.Store(ends + V.Count);
        for (int k = 0; i > 0 && k < V.Count; k++)
        {
            range.Include(ends[k]);
            range.Include(ends[V.Count + k]);
        }

        Vec1<float> otherFaults = Vec1<float>.Create(0);
        for (; i < count; i++)
        {
            Vec1<float> sign = Sign<Vec1<float>, TSoft>(Vec1<float>.Load(target + i), ref otherFaults, distance + i);
            Vec1<float>.Xor(Vec1<float>.Load(input + i), sign).Store(signed + i);
            range.Include(input[i]);
        }

        // Whole groups of lanes are computed with, and looked ahead at.
        nint end = ((count + Lanes.Count - 1) & -Lanes.Count) + ProductScratch.LookAhead;
        for (; i < end; i++)
        {
            signed[i] = TFormula.Filler;
            distance[i] = 0;
        }

        return TSoft.IsSet
            ? !V.AnySign(faults) && !Vec1<float>.AnySign(otherFaults)
            : !V.AnyBit(faults) && !Vec1<float>.AnyBit(otherFaults);
    }

    /// <summary>
    /// Takes all elements into eight lanes of fractions, each of at most <paramref name="span"/> / 8 elements, and gives the lanes' sums; with
    /// <typeparamref name="TGradient"/> puts the gradient's magnitudes in place of the signed inputs.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Take<TFormula, V, TSoft, TClamps, TGradient>(in ProductScratch scratch, in Block<float> block, int span, double* lanes)
        where TFormula : struct, IProductForm
        where V : struct, IVector<V>
        where TSoft : struct, IFlag
        where TClamps : struct, IFlag
        where TGradient : struct, IFlag
    {
        float* signed = scratch.Signed;
        float* distance = scratch.Distance;
        V scale = V.Create(block.Scale);
        int count = block.Count;
        for (int lane = 0; lane < Lanes.Count; lane += V.Count)
        {
            // The next block's memory is asked for meanwhile, since signing has no work to hide its latency behind: what it reads by the first
            // round over the block, where its gradient goes by the others.
            float* ahead = (lane == 0 || block.Destination == null ? block.Input : block.Destination) + Block<float>.MaxCount;
            float* alsoAhead = lane == 0 ? block.Target + Block<float>.MaxCount : ahead;
            V sum = V.Create(0);
            V begun1 = TFormula.Begin(V.Load(signed + lane), out V begun2);
            V ready1 = TFormula.Prepare(begun1, ref begun2);
            V ready2 = begun2;
            begun1 = TFormula.Begin(V.Load(signed + lane + Lanes.Count), out begun2);
            nint i = lane;
            for (nint end = span; i < count; end += span)
            {
                V difference = V.Create(0);
                V product = V.Create(1);
                nint stop = Math.Min(end, count);
                for (; i < stop; i += Lanes.Count)
                {
                    Elements.Prefetch(ahead + i);
                    Elements.Prefetch(alsoAhead + i);
                    V first = ready1;
                    V second = ready2;
                    ready1 = TFormula.Prepare(begun1, ref begun2);
                    ready2 = begun2;
                    begun1 = TFormula.Begin(V.Load(signed + i + ProductScratch.LookAhead), out begun2);
                    V gradient = TSoft.IsSet
                        ? TFormula.TakeSoft(first, second, V.Load(signed + i), V.Load(distance + i), scale, ref difference, ref product, ref sum)
                        : TFormula.Take<V, TClamps>(first, second, scale, ref difference, ref product);
                    if (TGradient.IsSet)
                    {
                        gradient.Store(signed + i);
                    }
                }

                sum += Elementary.Log1P(difference / product);
            }

            sum.Store(lanes + lane);
        }
    }

    /// <summary>Writes the gradient: its magnitudes with the signs that the targets give.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void SignGradient<V>(in ProductScratch scratch, in Block<float> block, bool isSoft)
        where V : struct, IVector<V>
    {
        float* magnitude = scratch.Signed;
        float* target = block.Target;
        float* destination = block.Destination;
        int count = block.Count;
        nint i = 0;
        if (!isSoft)
        {
            for (; i <= count - V.Count; i += V.Count)
            {
                V.Xor(V.Load(magnitude + i), SignOfHard(V.Load(target + i))).Store(destination + i);
            }
        }
        else
        {
            for (; i <= count - V.Count; i += V.Count)
            {
                V.Xor(V.Load(magnitude + i), SignOfSoft(V.Load(target + i))).Store(destination + i);
            }
        }

        for (; i < count; i++)
        {
            destination[i] = target[i] >= 0.5f ? -magnitude[i] : magnitude[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Sign<V, TSoft>(V target, ref V faults, float* distance)
        where V : struct, IVector<V>
        where TSoft : struct, IFlag
    {
        V one = V.Create(1);
        V other = one - target;
        if (TSoft.IsSet)
        {
            // Seen as integers, numbers in [0, 1] are the bits from 0 to those of 1.
            faults = V.Or(faults, V.Or(target, V.SubtractBits(one, target)));
            V.Min(target, other).Store(distance);
            return SignOfSoft(target);
        }

        faults = V.Or(faults, target * other);
        return SignOfHard(target);
    }

    /// <summary>The sign bit where the target is 1 and not 0: the lowest bit of 1's exponent, moved to the top.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SignOfHard<V>(V target)
        where V : struct, IVector<V> => V.ShiftLeft(target, 8);

    /// <summary>The sign bit where the target is at least one half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SignOfSoft<V>(V target)
        where V : struct, IVector<V> => V.AndNot(V.CreateBits(0x80000000), V.LessThan(target, V.Create(0.5)));
}
