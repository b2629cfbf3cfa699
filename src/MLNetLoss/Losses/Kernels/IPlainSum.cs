using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>
/// The faster sum that some formulas have of floats when nothing is weighted: logarithms of products in place of sums of logarithms.
/// </summary>
internal interface IPlainSum
{
    /// <summary>Elements of a lane between two calls of <see cref="Flush"/>, such that no product leaves the range of doubles.</summary>
    static abstract int FlushInterval { get; }

    /// <summary>Whether targets other than 0 and 1 can go this way.</summary>
    static abstract bool TakesSoftTargets { get; }

    /// <summary>Whether the inputs can go this way: ordinary ones can, infinite or NaN ones cannot.</summary>
    static abstract unsafe bool TakesInputs(float* inputs, int count);

    /// <summary>
    /// Takes in one element: adds to the sum, multiplies into the products, gives the derivative.
    /// </summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    /// <typeparam name="THard">Whether all targets are 0 or 1.</typeparam>
    static abstract V Accumulate<V, THard>(V x, V t, ref V sum, ref V product, ref V rest)
        where V : struct, IVector<V>
        where THard : struct, IFlag;

    /// <summary>What the products hold, as an addend of the sum.</summary>
    static abstract V Flush<V>(V product, V rest)
        where V : struct, IVector<V>;
}
