using System.Runtime.CompilerServices;

namespace MLNetLoss.Solvers;

/// <summary>The location of the lanes for a row's i-th value: lets one kernel serve dense and sparse rows, compiled separately for each.</summary>
internal interface IColumns
{
    /// <summary>The offset of the lanes of a value's column.</summary>
    /// <param name="columns">The columns of the row's values; not read when the row is dense.</param>
    /// <param name="index">The value.</param>
    static abstract nint Offset(ref int columns, int index);
}

/// <summary>Columns that a row names.</summary>
internal readonly struct SparseColumns : IColumns
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Offset(ref int columns, int index) => (nint)Unsafe.Add(ref columns, index) * LogisticRegressionBlock.Lanes;
}

/// <summary>All columns, in order.</summary>
internal readonly struct DenseColumns : IColumns
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Offset(ref int columns, int index) => (nint)index * LogisticRegressionBlock.Lanes;
}
