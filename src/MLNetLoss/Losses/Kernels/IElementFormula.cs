using System.Diagnostics;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The formula of one element of a loss, written once for every width and both precisions.</summary>
/// <remarks>
/// A long chain of dependent operations (an exponential, a logarithm) is a step of its own, so that a loop can run one step over many elements. A CPU
/// overlaps the chains of neighbouring elements only if they are short enough for several to fit its reordering window; a whole formula does not fit.
/// </remarks>
internal interface IElementFormula
{
    /// <summary>
    /// Whether single precision suffices for element losses of floats within 2 ulp, given targets of 0 and 1 and no weights.
    /// </summary>
    static abstract bool SingleIsEnough { get; }

    /// <summary>The number of steps before the last, at most three. The results of further steps are not read.</summary>
    static abstract int Steps { get; }

    /// <summary>A step before the last, for input x and target t in [0, 1], given the result of the first step.</summary>
    /// <typeparam name="V">A vector.</typeparam>
    /// <typeparam name="TStep">Which step.</typeparam>
    /// <typeparam name="TExact">Whether to compute to the last digit of the vector's type; floats and their sums need about 2e-14.</typeparam>
    V Step<V, TStep, TExact>(V x, V t, V first)
        where V : struct, IVector<V>
        where TStep : struct, IStep
        where TExact : struct, IFlag => throw new UnreachableException();

    /// <summary>The last step: the loss, with its positive part weighted by p; at an infinite x, the limit.</summary>
    V Loss<V>(V x, V t, V p, V first, V second, V third)
        where V : struct, IVector<V>;

    /// <summary>The last step: the loss and its derivative in x. Formulas that are only evaluated element by element do not have it.</summary>
    V LossAndGradient<V>(V x, V t, V p, V first, V second, V third, out V gradient)
        where V : struct, IVector<V> => throw new UnreachableException();
}
