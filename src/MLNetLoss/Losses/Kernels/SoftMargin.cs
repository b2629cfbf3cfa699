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

    /// <summary>Throws unless the input consists of whole rows.</summary>
    public static void CheckRows(int length, int labelCount)
    {
        if (labelCount <= 0 || length % labelCount != 0)
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
