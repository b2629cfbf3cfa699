using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>A loss that at targets 0 and 1 is a formula of the signed input, the cross-entropy and the derivative of this.</summary>
internal interface ISignedForm
{
    /// <summary>Whether the methods read the target; otherwise they may be given anything for it.</summary>
    static abstract bool ReadsTarget { get; }

    /// <summary>Whether <see cref="SignedLoss"/> reads the rest; otherwise it may be given anything for it.</summary>
    static abstract bool ReadsRest { get; }

    /// <summary>Whether the methods can be called, with the parameters that the loss has.</summary>
    bool CanSign { get; }

    /// <summary>The cross-entropy of one element, to about 2e-14.</summary>
    /// <param name="signed">The signed input.</param>
    /// <param name="magnitude">The magnitude of the cross-entropy's derivative; of a logit, it is the probability of being wrong.</param>
    /// <param name="t">The target.</param>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    V CrossEntropy<V>(V signed, V magnitude, V t)
        where V : struct, IVector<V>;

    /// <summary>The loss of one element and the magnitude of its derivative.</summary>
    /// <param name="signed">The signed input.</param>
    /// <param name="crossEntropy">The answer of <see cref="CrossEntropy"/>.</param>
    /// <param name="magnitude">The magnitude that it was given.</param>
    /// <param name="rest">1 - magnitude, with all its digits.</param>
    /// <param name="t">The target.</param>
    /// <param name="slope">The magnitude of the derivative.</param>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    V SignedLoss<V>(V signed, V crossEntropy, V magnitude, V rest, V t, out V slope)
        where V : struct, IVector<V>;
}
