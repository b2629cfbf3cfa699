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

        CompensatedSum sum = default;
        bool weighted = denominator == MeanDenominator.WeightSum && !call.Weight.IsEmpty;
        for (int i = 0, j = 0; i < call.Input.Length; i++)
        {
            if (IsValid(call, i))
            {
                sum.Add(weighted ? Value(call.Weight[j]) : 1);
            }

            if (++j == call.Weight.Length)
            {
                j = 0;
            }
        }

        return sum.Value;
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
