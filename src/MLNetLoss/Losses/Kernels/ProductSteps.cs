using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>
/// The first and the last loop of <see cref="ProductKernel{TFormula, T}"/> over a block, before and after <see cref="ProductLoop"/>; and their bodies for
/// one vector, which that loop runs itself when it streams.
/// </summary>
/// <remarks>Each loop is a method of its own, optimised on its first call: together they would exceed the JIT's inlining budget.</remarks>
internal static unsafe class ProductSteps
{
    /// <summary>The number of floats in the widest vector.</summary>
    private const int MaxLanes = 16;

    /// <summary>
    /// Writes the signed inputs and finds the range of those that are not missing; for soft targets also writes the distances. False if a target is
    /// not 0 or 1, or with <typeparamref name="TSoft"/>, not in [0, 1].
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
        float* missing = block.Missing;
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
            if (missing == null)
            {
                lowest = V.Min(lowest, ranged);
                highest = V.Max(highest, ranged);
            }
            else
            {
                V isMissing = V.Load(missing + i);
                lowest = V.Min(lowest, V.Select(isMissing, V.Create(float.MaxValue), ranged));
                highest = V.Max(highest, V.Select(isMissing, V.Create(float.MinValue), ranged));
            }
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
            if (missing == null || missing[i] == 0)
            {
                low = Vec1<float>.Min(ranged, low);
                high = Vec1<float>.Max(ranged, high);
            }
        }

        range = new(low.Value, high.Value);

        // The next loop computes whole groups and looks ahead. The last vector may reach further, for which there is room.
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

    /// <summary>Whether the first targets are all 0 and 1, or missing. If not, it is not worth trying what needs such targets.</summary>
    /// <remarks>A whole group is tested at once, because a branch on a single target would be mispredicted often and wait for memory.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool LooksHard<V, TMissing>(in Block<float> block)
        where V : struct, IVector<V>
        where TMissing : struct, IFlag
    {
        V faults = V.Create(0);
        for (int i = 0; i < ProductScratch.Group && i + V.Count <= block.Count; i += V.Count)
        {
            V t = V.Load(block.Target + i);
            V fault = FaultOfHard(t);
            faults = V.Or(faults, TMissing.IsSet ? V.And(fault, V.Equal(t, t)) : fault);
        }

        return !V.AnyBit(faults);
    }

    /// <summary>Writes the bounds of signed inputs, and that no target is at fault yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void BeginStreaming<V>(float* bounds, float least, float greatest)
        where V : struct, IVector<V>
    {
        V.Create(least).Store(bounds);
        V.Create(greatest).Store(bounds + V.Count);
        V.Create(0).Store(bounds + (2 * V.Count));
    }

    /// <summary>
    /// Writes a vector of signed inputs, clamped to the bounds, or the lower bound where the target is missing; two vectors if they have one lane, as an
    /// iteration of the loop takes two elements then.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SignStreamed<V, TMissing>(float* input, float* target, float* signed, float* bounds)
        where V : struct, IVector<V>
        where TMissing : struct, IFlag
    {
        if (typeof(TMissing) == typeof(No))
        {
            // In this order of arguments NaN becomes the upper bound: of a NaN and a number, the minimum is its second argument.
            V y = V.Xor(SignOfHard(V.Load(target)), V.Load(input));
            V.Max(V.Min(y, V.Load(bounds + V.Count)), V.Load(bounds)).Store(signed);
            if (typeof(V) == typeof(Vec1<float>))
            {
                y = V.Xor(SignOfHard(V.Load(target + 1)), V.Load(input + 1));
                V.Max(V.Min(y, V.Load(bounds + V.Count)), V.Load(bounds)).Store(signed + 1);
            }
        }
        else
        {
            // If the target is NaN, the product is, hence the minimum, and the maximum is the lower bound.
            V t = V.Load(target);
            V greatest = V.FusedMultiplyAdd(t, V.Create(0), V.Load(bounds + V.Count));
            V.Max(V.Min(V.Xor(SignOfHard(t), V.Load(input)), greatest), V.Load(bounds)).Store(signed);
            if (typeof(V) == typeof(Vec1<float>))
            {
                t = V.Load(target + 1);
                greatest = V.FusedMultiplyAdd(t, V.Create(0), V.Load(bounds + V.Count));
                V.Max(V.Min(V.Xor(SignOfHard(t), V.Load(input + 1)), greatest), V.Load(bounds)).Store(signed + 1);
            }
        }
    }

    /// <summary>
    /// Writes a vector of the gradient, its magnitudes with the signs that the targets give, or 0 where the target is missing, and records targets that
    /// are not 0 or 1; two vectors if they have one lane.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FinishStreamed<V, TMissing, TGradient>(float* target, float* magnitude, float* gradient, float* bounds)
        where V : struct, IVector<V>
        where TMissing : struct, IFlag
        where TGradient : struct, IFlag
    {
        float* faults = bounds + (2 * V.Count);
        V t = V.Load(target);
        if (typeof(TMissing) == typeof(No))
        {
            if (TGradient.IsSet)
            {
                V.Xor(SignOfHard(t), V.Load(magnitude)).Store(gradient);
            }

            V.Or(FaultOfHard(t), V.Load(faults)).Store(faults);
            if (typeof(V) == typeof(Vec1<float>))
            {
                t = V.Load(target + 1);
                if (TGradient.IsSet)
                {
                    V.Xor(SignOfHard(t), V.Load(magnitude + 1)).Store(gradient + 1);
                }

                V.Or(FaultOfHard(t), V.Load(faults)).Store(faults);
            }
        }
        else
        {
            V present = V.Equal(t, t);
            if (TGradient.IsSet)
            {
                V.And(V.Xor(SignOfHard(t), V.Load(magnitude)), present).Store(gradient);
            }

            V.Or(V.And(FaultOfHard(t), present), V.Load(faults)).Store(faults);
            if (typeof(V) == typeof(Vec1<float>))
            {
                t = V.Load(target + 1);
                present = V.Equal(t, t);
                if (TGradient.IsSet)
                {
                    V.And(V.Xor(SignOfHard(t), V.Load(magnitude + 1)), present).Store(gradient + 1);
                }

                V.Or(V.And(FaultOfHard(t), present), V.Load(faults)).Store(faults);
            }
        }
    }

    /// <summary>Copies a vector of floats, or two if they have one lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MoveStreamed<V>(float* from, float* to)
        where V : struct, IVector<V>
    {
        V.Load(from).Store(to);
        if (typeof(V) == typeof(Vec1<float>))
        {
            V.Load(from + 1).Store(to + 1);
        }
    }

    /// <summary>Whether all targets of a streamed block were 0 or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TargetsWereHard<V>(float* bounds)
        where V : struct, IVector<V> => !V.AnyBit(V.Load(bounds + (2 * V.Count)));

    /// <summary>t - t², which is zero for 0 and 1 and for no other number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V FaultOfHard<V>(V target)
        where V : struct, IVector<V> => V.FusedNegateMultiplyAdd(target, target, target);

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

            // The floats in [0, 1] are those whose bits, as integers, lie between 0 and the bits of 1.
            faults = V.Or(faults, V.Or(target, V.SubtractBits(one, target)));
            V.Min(target, one - target).Store(distance);
            return SignOfSoft(target);
        }

        faults = V.Or(faults, FaultOfHard(target));
        return SignOfHard(target);
    }

    /// <summary>The sign bit if the target is 1, nothing if it is 0: the lowest bit of the exponent, moved to the top.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SignOfHard<V>(V target)
        where V : struct, IVector<V> => V.ShiftLeft(target, 8);

    /// <summary>The sign bit if the target is at least one half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SignOfSoft<V>(V target)
        where V : struct, IVector<V> => V.AndNot(V.CreateBits(0x80000000), V.LessThan(target, V.Create(0.5)));
}
