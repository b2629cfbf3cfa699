using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>
/// The faster sum that some formulas have when nothing is weighted: logarithms of products in place of sums of logarithms.
/// </summary>
internal interface IPlainSum
{
    /// <summary>Elements of a lane between two calls of <see cref="Flush"/>, such that no product leaves the range of doubles.</summary>
    static abstract int FlushInterval { get; }

    /// <summary>Whether the fast way holds for a target; where it does not for one of a block, the block goes the general way.</summary>
    static abstract V Allows<V>(V t)
        where V : struct, IVector<V>;

    /// <summary>Takes in one element: adds to the sum, multiplies into the products, gives the derivative.</summary>
    static abstract V Accumulate<V>(V x, V t, ref V sum, ref V product, ref V rest)
        where V : struct, IVector<V>;

    /// <summary>What the products hold, as an addend of the sum.</summary>
    static abstract V Flush<V>(V product, V rest)
        where V : struct, IVector<V>;
}
