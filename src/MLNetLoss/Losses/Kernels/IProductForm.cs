using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>
/// A loss whose element losses at targets 0 and 1 are logarithms, so that the sum of many is the logarithm of one product.
/// </summary>
/// <remarks>
/// An element is passed as one number, the signed input: the input at target 0 and its negative at target 1. The derivative is positive at target 0
/// and negative at target 1, so the form computes its magnitude only.
/// </remarks>
internal unsafe interface IProductForm
{
    /// <summary>Whether soft targets can be taken into products too.</summary>
    static abstract bool TakesSoftTargets { get; }

    /// <summary>
    /// The number of elements whose product stays within the range of double for certain, if all inputs are in the given range. If it is less than
    /// <see cref="ProductScratch.ShortestProduct"/>, products are not used.
    /// </summary>
    static abstract int LongestProduct(float lowest, float highest);

    /// <summary>Whether <see cref="LongestProduct"/> and <see cref="NeedsCare"/> are given the range of the signed inputs instead of the inputs.</summary>
    static abstract bool RangesOverSigned { get; }

    /// <summary>Whether elements in the given range need the careful variants, to keep digits or to apply clamps.</summary>
    static abstract bool NeedsCare(float lowest, float highest);

    /// <summary>
    /// Streams, that is, computes elements before knowing what is among them. False if it then shows that there were others than it is made for; the
    /// gradient is meaningless then.
    /// </summary>
    /// <typeparam name="F">A vector of floats.</typeparam>
    /// <typeparam name="D">A vector of doubles.</typeparam>
    /// <typeparam name="TMissing">Whether elements whose target is NaN are missing.</typeparam>
    /// <param name="block">What <see cref="ILossKernel{T}.TryStream"/> is given.</param>
    /// <param name="scratch">Scratch memory.</param>
    /// <param name="gradient">Receives the gradient; is not the input. Null if only the sum is wanted.</param>
    /// <param name="sum">The sum.</param>
    static abstract bool TryStream<F, D, TMissing>(in Block<float> block, in ProductScratch scratch, float* gradient, out double sum)
        where F : struct, IVector<F>
        where D : struct, IVector<D>
        where TMissing : struct, IFlag;

    /// <summary>A signed input whose loss is zero for all purposes. It pads incomplete groups and, when streaming, replaces smaller inputs.</summary>
    static abstract float Filler { get; }

    /// <summary>Writes the constants that the first three parts read, at most <see cref="ProductScratch.MaxConstants"/> vectors.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    /// <typeparam name="TSoft">Whether targets are soft.</typeparam>
    static abstract void WriteConstants<V, TSoft>(double* constants)
        where V : struct, IVector<V>
        where TSoft : struct, IFlag;

    /// <summary>The first of the four parts that the computation of an element is cut into. Its results are the arguments of the next part.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    /// <typeparam name="TSoft">Whether targets are soft.</typeparam>
    static abstract V Begin<V, TSoft>(V signed, double* constants, out V second)
        where V : struct, IVector<V>
        where TSoft : struct, IFlag;

    /// <summary>The second part. It gives a new first number; the second number is passed on to the third part unchanged.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    /// <typeparam name="TSoft">Whether targets are soft.</typeparam>
    static abstract V Reduce<V, TSoft>(V first, V second, double* constants)
        where V : struct, IVector<V>
        where TSoft : struct, IFlag;

    /// <summary>The third part.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    /// <typeparam name="TSoft">Whether targets are soft.</typeparam>
    static abstract V Prepare<V, TSoft>(V first, V second, double* constants, out V prepared)
        where V : struct, IVector<V>
        where TSoft : struct, IFlag;

    /// <summary>
    /// The fourth part: multiplies the element into the products, and gives the scaled magnitude of its derivative as a numerator and a denominator.
    /// </summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    /// <typeparam name="TCareful">The answer of <see cref="NeedsCare"/>.</typeparam>
    static abstract V Take<V, TCareful>(V first, V second, V scale, ref V over, ref V under, out V denominator)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag;

    /// <summary>
    /// As <see cref="Take"/>, for a target at the given distance from the nearer of 0 and 1. The part of the loss that is not a logarithm is added to
    /// the sum.
    /// </summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    /// <typeparam name="TCareful">The answer of <see cref="NeedsCare"/>.</typeparam>
    static abstract V TakeSoft<V, TCareful>(V first, V second, V signed, V distance, V scale, ref V over, ref V under, ref V sum, out V denominator)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag;

    /// <summary>The two products of no elements, which <see cref="Take"/> updates.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    /// <typeparam name="TCareful">The answer of <see cref="NeedsCare"/>.</typeparam>
    static abstract V Start<V, TCareful>(out V under)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag;

    /// <summary>Whether the loss of all elements taken is ln(over / under), as it is where small losses need not keep their digits. If so, <see cref="Loss"/> is not called.</summary>
    /// <typeparam name="TCareful">The answer of <see cref="NeedsCare"/>.</typeparam>
    static abstract bool LossIsLogarithm<TCareful>()
        where TCareful : struct, IFlag;

    /// <summary>The loss of all elements taken into the products.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    /// <typeparam name="TCareful">The answer of <see cref="NeedsCare"/>.</typeparam>
    static abstract V Loss<V, TCareful>(V over, V under)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag;
}
