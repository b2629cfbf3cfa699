using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>A loss that at targets 0 and 1 is a formula of the cross-entropy and its derivative.</summary>
internal interface ISignedForm
{
    /// <summary>Whether the loss depends on the target otherwise than by the sign of the input.</summary>
    static abstract bool ReadsTarget { get; }

    /// <summary>Whether <see cref="SignedLoss"/> is implemented for the parameters of the loss.</summary>
    bool CanSign { get; }

    /// <summary>The loss of one element and the magnitude of its derivative, given those of the cross-entropy.</summary>
    /// <param name="signed">The signed input.</param>
    /// <param name="loss">The cross-entropy.</param>
    /// <param name="magnitude">The magnitude of its derivative.</param>
    /// <param name="t">The target, if it is read.</param>
    /// <param name="slope">The magnitude of the derivative.</param>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    V SignedLoss<V>(V signed, V loss, V magnitude, V t, out V slope)
        where V : struct, IVector<V>;
}
