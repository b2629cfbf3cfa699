using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The denominator of a mean.</summary>
internal static class MeanDivisor
{
    /// <summary>The denominator for a call; 0 if there is nothing to take the mean of.</summary>
    public static double Of<T>(in LossCall<T> call)
        where T : unmanaged
    {
        MeanDenominator denominator = call.Options.Denominator;
        bool mayMiss = !call.Options.Mask.IsEmpty || call.Options.MissingTargets == MissingTargets.Ignore;
        if (denominator == MeanDenominator.Rows)
        {
            return Rows(call);
        }

        if (denominator == MeanDenominator.AllElements || (!mayMiss && (denominator == MeanDenominator.ValidElements || call.Weight.IsEmpty)))
        {
            return call.Input.Length;
        }

        bool isWeighted = denominator == MeanDenominator.WeightSum && !call.Weight.IsEmpty;
        return mayMiss ? OfPresent(call, isWeighted) : SumOf(call.Weight) * (call.Input.Length / call.Weight.Length);
    }

    /// <summary>The mean of nothing.</summary>
    public static double OfNothing(EmptyMean empty)
    {
        if (empty == EmptyMean.Throw)
        {
            Faults.Throw("input", $"There is no element to take the mean of: the input is empty, or all of it is missing or masked, or weighs nothing.");
        }

        return empty == EmptyMean.Zero ? 0 : double.NaN;
    }

    /// <summary>The number of elements that are not missing, or the sum of their weights.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe double OfPresent<T>(in LossCall<T> call, bool isWeighted)
        where T : unmanaged
    {
        bool ignoresNaN = call.Options.MissingTargets == MissingTargets.Ignore;
        if (!ignoresNaN && !isWeighted)
        {
            return call.Input.Length - call.Options.Mask.Count(false);
        }

        T* marks = stackalloc T[Block<T>.MaxCount];
        T* weights = stackalloc T[Block<T>.MaxCount];
        CompensatedSum sum = default;
        using Repeated<T> weight = new(isWeighted ? call.Weight : default, call.Input.Length);
        fixed (T* target = call.Target)
        fixed (T* allWeights = weight.Values)
        fixed (bool* mask = call.Options.Mask)
        {
            // Not int: the last step would leave its range in the longest arrays.
            for (nint start = 0; start < call.Input.Length; start += Block<T>.MaxCount)
            {
                int count = (int)Math.Min(Block<T>.MaxCount, call.Input.Length - start);
                int missing = Missing.Mark(target + start, mask == null ? null : mask + start, ignoresNaN, count, marks);
                if (isWeighted)
                {
                    Missing.Replace(allWeights + (start % weight.Period), marks, count, default, weights);
                    sum.Add(SumOf(new ReadOnlySpan<T>(weights, count)));
                }
                else
                {
                    sum.Add(count - missing);
                }
            }
        }

        return sum.Value;
    }

    /// <summary>The sum of weights: compensated between blocks, and within a block four plain sums, which do not wait for each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe double SumOf<T>(ReadOnlySpan<T> weights)
        where T : unmanaged
    {
        CompensatedSum sum = default;
        fixed (T* all = weights)
        {
            for (nint start = 0; start < weights.Length; start += Block<T>.MaxCount)
            {
                T* values = all + start;
                int count = (int)Math.Min(Block<T>.MaxCount, weights.Length - start);
                double a = 0, b = 0, c = 0, d = 0;
                int i = 0;
                for (; i <= count - 4; i += 4)
                {
                    a += Elements.Read(values + i);
                    b += Elements.Read(values + i + 1);
                    c += Elements.Read(values + i + 2);
                    d += Elements.Read(values + i + 3);
                }

                for (; i < count; i++)
                {
                    a += Elements.Read(values + i);
                }

                sum.Add(a + b + (c + d));
            }
        }

        return sum.Value;
    }

    private static double Rows<T>(in LossCall<T> call)
        where T : unmanaged
    {
        int labels = call.Options.LabelCount;
        if (labels <= 0 || call.Input.Length % labels != 0)
        {
            Faults.Throw(
                "options",
                $"The mean over rows needs the number of labels in a row, which must divide input's {call.Input.Length} values; LabelCount is {labels}.");
        }

        int rows = 0;
        for (int start = 0; start < call.Input.Length; start += labels)
        {
            for (int i = start; i < start + labels; i++)
            {
                if (IsValid(call, i))
                {
                    rows++;
                    break;
                }
            }
        }

        return rows;
    }

    private static bool IsValid<T>(in LossCall<T> call, int i)
        where T : unmanaged =>
        (call.Options.Mask.IsEmpty || call.Options.Mask[i])
        && (call.Options.MissingTargets == MissingTargets.Error || !double.IsNaN(Value(call.Target[i])));

    private static double Value<T>(T value)
        where T : unmanaged => typeof(T) == typeof(float) ? (float)(object)value : (double)(object)value;
}
