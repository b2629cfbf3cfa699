using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>What the function and the class of the multi-label soft margin loss share.</summary>
internal static class SoftMargin
{
    /// <summary>The kernel for element losses.</summary>
    public static VectorKernel<Formula, T> Kernel<T>(double divisor)
        where T : unmanaged => new(new Formula(divisor), VectorWidths.Best);

    /// <summary>Throws unless there are no weights, one, or one per label.</summary>
    public static void CheckWeights(int count, int labelCount)
    {
        if (count > 1 && count != labelCount)
        {
            Faults.Throw("weight", $"There are {count} weights for {labelCount} labels; there must be none, one, or one per label.");
        }
    }

    /// <summary>
    /// The sum of the rows' losses, or their mean. If there is a destination, writes the gradient to it. The mean of the rows' means is the mean of
    /// the elements, so that only a sum is divided by the number of labels, and a mean whose denominator is the number of rows.
    /// </summary>
    public static double Reduce<T>(in LossCall<T> call, int labelCount)
        where T : unmanaged
    {
        CheckRows(call.Input.Length, labelCount);
        CheckWeights(call.Weight.Length, labelCount);
        if (call.Reduction != Reduction.Mean || call.Options.Denominator != MeanDenominator.Rows)
        {
            return LossDriver.Reduce(BinaryCrossEntropyKernels<T>.Logits, call, sumDivisor: labelCount);
        }

        call.Check();
        return LossDriver.Reduce(
            BinaryCrossEntropyKernels<T>.Logits, call with { Reduction = Reduction.Sum }, sumDivisor: labelCount * MeanDivisor.Of(call));
    }

    /// <summary>Throws if a function that returns one number is asked for one a row.</summary>
    public static void CheckReduction(Reduction reduction)
    {
        if (reduction == Reduction.None)
        {
            Faults.Throw(nameof(reduction), $"The reduction is None, not Mean or Sum; for one value per row use MultiLabelSoftMarginRows.");
        }
    }

    /// <summary>Throws unless the input consists of whole rows.</summary>
    public static void CheckRows(int length, int labelCount)
    {
        if (labelCount <= 0)
        {
            Faults.Throw(nameof(labelCount), $"The label count is {labelCount}; it must be positive.");
        }

        if (length % labelCount != 0)
        {
            Faults.Throw("input", $"input has {length} values, which is not a whole number of rows of {labelCount} labels.");
        }
    }

    /// <summary>Binary cross-entropy divided by a number, for element losses. A reduced loss is divided as a whole and does not need it.</summary>
    /// <param name="divisor">The number of labels.</param>
    internal readonly struct Formula(double divisor) : IElementFormula
    {
        private readonly double _divisor = divisor;

        public static bool SingleIsEnough => false;

        public static int Steps => LogitFormula.Steps;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Step<V, TStep, TExact>(V x, V t, V first)
            where V : struct, IVector<V>
            where TStep : struct, IStep
            where TExact : struct, IFlag => default(LogitFormula).Step<V, TStep, TExact>(x, t, first);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Loss<V>(V x, V t, V p, V first, V second, V third)
            where V : struct, IVector<V> => default(LogitFormula).Loss(x, t, p, first, second, third) / V.Create(_divisor);
    }
}
