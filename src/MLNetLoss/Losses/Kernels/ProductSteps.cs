using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The loops over a block that <see cref="ProductKernel{TFormula, T}"/> begins and ends with; the one between is <see cref="ProductLoop"/>.</summary>
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
    public static bool Sign<TFormula, V, TSoft>(in Block<float> block, in ProductScratch scratch, out ProductRange range)
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
            V y = V.Xor(x, Sign<V, TSoft>(V.Load(target + i), ref faults, distance + i));
            y.Store(signed + i);
            V ranged = TFormula.RangesOverSigned ? y : x;
            lowest = V.Min(lowest, ranged);
            highest = V.Max(highest, ranged);
        }

        float* ends = stackalloc float[2 * MaxLanes];
        lowest.Store(ends);
        highest.Store(ends + V.Count);
        Vec1<float> low = Vec1<float>.Load(ends);
        Vec1<float> high = Vec1<float>.Load(ends + V.Count);
        for (int k = 1; k < V.Count; k++)
        {
            low = Vec1<float>.Min(Vec1<float>.Load(ends + k), low);
            high = Vec1<float>.Max(Vec1<float>.Load(ends + V.Count + k), high);
        }

        Vec1<float> otherFaults = Vec1<float>.Create(0);
        for (; i < count; i++)
        {
            Vec1<float> x = Vec1<float>.Load(input + i);
            Vec1<float> y = Vec1<float>.Xor(x, Sign<Vec1<float>, TSoft>(Vec1<float>.Load(target + i), ref otherFaults, distance + i));
            y.Store(signed + i);
            Vec1<float> ranged = TFormula.RangesOverSigned ? y : x;
            low = Vec1<float>.Min(ranged, low);
            high = Vec1<float>.Max(ranged, high);
        }

        range = new(low.Value, high.Value);

        // Whole groups are computed with, and looked ahead at. The last vector may go on beyond, where there is room for a group.
        nint end = ((count + ProductScratch.Group - 1) & -ProductScratch.Group) + ProductScratch.LookAhead;
        V filler = V.Create(TFormula.Filler);
        for (; i < end; i += V.Count)
        {
            filler.Store(signed + i);
            if (TSoft.IsSet)
            {
                V.Create(0).Store(distance + i);
            }
        }

        return TSoft.IsSet
            ? !V.AnySign(faults) && !Vec1<float>.AnySign(otherFaults)
            : !V.AnyBit(faults) && !Vec1<float>.AnyBit(otherFaults);
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
        if (TSoft.IsSet)
        {
            V one = V.Create(1);

            // Seen as integers, numbers in [0, 1] are the bits from 0 to those of 1.
            faults = V.Or(faults, V.Or(target, V.SubtractBits(one, target)));
            V.Min(target, one - target).Store(distance);
            return SignOfSoft(target);
        }

        faults = V.Or(faults, V.FusedNegateMultiplyAdd(target, target, target));
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
