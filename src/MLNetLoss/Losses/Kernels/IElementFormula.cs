using System.Diagnostics;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The formula of one element of a loss, written once for every width and both precisions.</summary>
/// <remarks>
/// What takes many operations of which each waits for the one before, an exponential or a logarithm, is a step of its own, so that a loop can do
/// one step of many elements: those a CPU overlaps, where the chain of a whole formula is longer than it looks ahead.
/// </remarks>
internal interface IElementFormula
{
    /// <summary>
    /// Whether single precision is enough to give element losses of floats within 2 ulp when targets are 0 or 1 and nothing is weighted.
    /// </summary>
    static abstract bool SingleIsEnough { get; }

    /// <summary>The number of steps before the last, at most three; what others would give is not used.</summary>
    static abstract int Steps { get; }

    /// <summary>A step before the last, of input x and target t in [0, 1], given what the first gave.</summary>
    /// <typeparam name="V">A vector.</typeparam>
    /// <typeparam name="TStep">Which.</typeparam>
    /// <typeparam name="TExact">Whether every digit is wanted, and not those alone that floats and sums of them have use for.</typeparam>
    V Step<V, TStep, TExact>(V x, V t, V first)
        where V : struct, IVector<V>
        where TStep : struct, IStep
        where TExact : struct, IFlag => throw new UnreachableException();

    /// <summary>The last step: the loss, the positive part weighted by p; an infinite x gives the limit.</summary>
    V Loss<V>(V x, V t, V p, V first, V second, V third)
        where V : struct, IVector<V>;

    /// <summary>The last step: the loss and its derivative in x; of formulas that are only asked for elements there is none.</summary>
    V LossAndGradient<V>(V x, V t, V p, V first, V second, V third, out V gradient)
        where V : struct, IVector<V> => throw new UnreachableException();
}
