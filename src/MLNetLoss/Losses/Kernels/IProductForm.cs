using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>
/// A loss whose element losses at targets 0 and 1 are logarithms, so that the sum of many is the logarithm of one product.
/// </summary>
/// <remarks>
/// An element is given as one signed number: its input, the sign turned around where the target is 1. At target 1 the derivative in
/// the input is minus what it is at target 0 of the signed input's counterpart, so the form gives its magnitude alone.
/// </remarks>
internal unsafe interface IProductForm
{
    /// <summary>Whether soft targets have a product too.</summary>
    static abstract bool TakesSoftTargets { get; }

    /// <summary>
    /// The elements whose products surely stay in double's range when all inputs are in the given one; fewer than
    /// <see cref="ProductScratch.ShortestProduct"/> if they have to go another way.
    /// </summary>
    static abstract int LongestProduct(float lowest, float highest);

    /// <summary>Whether <see cref="LongestProduct"/> and <see cref="NeedsCare"/> want the range of the signed inputs, not that of the inputs.</summary>
    static abstract bool RangesOverSigned { get; }

    /// <summary>Whether elements in the given range need the careful variants, for digits or for clamps.</summary>
    static abstract bool NeedsCare(float lowest, float highest);

    /// <summary>
    /// The elements of a product when a block is streamed: taken without knowing what is in it, in the hope that there is nothing but ordinary inputs
    /// at targets 0 and 1. Zero if the form cannot notice in the end that there was, by a sum that is NaN.
    /// </summary>
    static abstract int StreamedProduct { get; }

    /// <summary>A lesser sum of a streamed block has lost digits, which only the careful variants keep.</summary>
    static abstract double LeastStreamedSum { get; }

    /// <summary>When streaming, what is put in place of a greater signed input, or of NaN: it makes the sum NaN.</summary>
    static abstract float GreatestStreamed { get; }

    /// <summary>A signed input whose loss is as good as zero; when streaming, put in place of lesser ones.</summary>
    static abstract float Filler { get; }

    /// <summary>Writes the constants that the first three of the following parts read, at most <see cref="ProductScratch.MaxConstants"/> vectors.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    /// <typeparam name="TSoft">Whether targets are soft.</typeparam>
    static abstract void WriteConstants<V, TSoft>(double* constants)
        where V : struct, IVector<V>
        where TSoft : struct, IFlag;

    /// <summary>The first of four parts of an element's work.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    /// <typeparam name="TSoft">Whether targets are soft.</typeparam>
    static abstract V Begin<V, TSoft>(V signed, double* constants, out V second)
        where V : struct, IVector<V>
        where TSoft : struct, IFlag;

    /// <summary>The second, which leaves the second number of the first as it is.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    /// <typeparam name="TSoft">Whether targets are soft.</typeparam>
    static abstract V Reduce<V, TSoft>(V first, V second, double* constants)
        where V : struct, IVector<V>
        where TSoft : struct, IFlag;

    /// <summary>The third.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    /// <typeparam name="TSoft">Whether targets are soft.</typeparam>
    static abstract V Prepare<V, TSoft>(V first, V second, double* constants, out V prepared)
        where V : struct, IVector<V>
        where TSoft : struct, IFlag;

    /// <summary>
    /// The fourth: takes the element into what is kept of all, and gives the scaled magnitude of its derivative as a numerator and a denominator.
    /// </summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    /// <typeparam name="TCareful">The answer of <see cref="NeedsCare"/>.</typeparam>
    static abstract V Take<V, TCareful>(V first, V second, V scale, ref V over, ref V under, out V denominator)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag;

    /// <summary>As <see cref="Take"/>, of a target whose distance from the nearer of 0 and 1 is given; what is no logarithm goes to the sum.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    /// <typeparam name="TCareful">The answer of <see cref="NeedsCare"/>.</typeparam>
    static abstract V TakeSoft<V, TCareful>(V first, V second, V signed, V distance, V scale, ref V over, ref V under, ref V sum, out V denominator)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag;

    /// <summary>What is kept of no elements: the two numbers that <see cref="Take"/> changes.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    /// <typeparam name="TCareful">The answer of <see cref="NeedsCare"/>.</typeparam>
    static abstract V Start<V, TCareful>(out V under)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag;

    /// <summary>Whether the loss of all elements taken is ln(over / under), digits of small ones not being wanted; <see cref="Loss"/> is not asked then.</summary>
    /// <typeparam name="TCareful">The answer of <see cref="NeedsCare"/>.</typeparam>
    static abstract bool LossIsLogarithm<TCareful>()
        where TCareful : struct, IFlag;

    /// <summary>The loss of all elements taken.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    /// <typeparam name="TCareful">The answer of <see cref="NeedsCare"/>.</typeparam>
    static abstract V Loss<V, TCareful>(V over, V under)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag;
}
