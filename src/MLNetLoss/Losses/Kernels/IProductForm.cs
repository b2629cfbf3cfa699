using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>
/// A loss whose element losses at targets 0 and 1 are logarithms, so that the sum of many is the logarithm of one product.
/// </summary>
/// <remarks>
/// An element is given as one signed number: its input, the sign turned around where the target is 1. At target 1 the derivative in
/// the input is minus what it is at target 0 of the signed input's counterpart, so the form gives its magnitude alone.
/// </remarks>
internal interface IProductForm
{
    /// <summary>Whether soft targets have a product too.</summary>
    static abstract bool TakesSoftTargets { get; }

    /// <summary>
    /// The elements whose products surely stay in double's range when all inputs are in the given one, or 0 if they have to go another way.
    /// </summary>
    static abstract int LongestProduct(float lowest, float highest);

    /// <summary>Whether inputs in the given range need the clamps of the loss and its gradient.</summary>
    static abstract bool NeedsClamps(float lowest, float highest);

    /// <summary>A signed input whose loss is as good as zero.</summary>
    static abstract float Filler { get; }

    /// <summary>The first part of an element's work.</summary>
    /// <remarks>
    /// A loop that begins one element, prepares the one before and takes the one before that has three short chains of dependent operations to
    /// overlap, not one long one.
    /// </remarks>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    static abstract V Begin<V>(V signed, out V second)
        where V : struct, IVector<V>;

    /// <summary>The second part.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    static abstract V Prepare<V>(V first, ref V second)
        where V : struct, IVector<V>;

    /// <summary>
    /// The third: takes the element into a fraction, the loss of all elements taken being ln(1 + difference / product); the scaled magnitude of
    /// its derivative.
    /// </summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    /// <typeparam name="TClamps">The answer of <see cref="NeedsClamps"/>.</typeparam>
    static abstract V Take<V, TClamps>(V first, V second, V scale, ref V difference, ref V product)
        where V : struct, IVector<V>
        where TClamps : struct, IFlag;

    /// <summary>As <see cref="Take"/>, of a target whose distance from the nearer of 0 and 1 is given; what is no logarithm goes to the sum.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    static abstract V TakeSoft<V>(V first, V second, V signed, V distance, V scale, ref V difference, ref V product, ref V sum)
        where V : struct, IVector<V>;
}
