using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The formula of one element of a loss, written once for every width and both precisions.</summary>
internal interface IElementFormula
{
    /// <summary>
    /// Whether single precision is enough to give element losses of floats within 2 ulp when targets are 0 or 1 and nothing is weighted.
    /// </summary>
    static abstract bool SingleIsEnough { get; }

    /// <summary>The loss at input x and target t in [0, 1], the positive part weighted by p; an infinite x gives the limit.</summary>
    V Loss<V>(V x, V t, V p)
        where V : struct, IVector<V>;

    /// <summary>The loss and its derivative in x.</summary>
    V LossAndGradient<V>(V x, V t, V p, out V gradient)
        where V : struct, IVector<V>;
}
