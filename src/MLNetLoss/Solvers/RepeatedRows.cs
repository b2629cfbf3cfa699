using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetLoss.Solvers;

/// <summary>Finds rows with the same values in the same columns.</summary>
internal static class RepeatedRows
{
    /// <summary>For each row the first row equal to it; null if no two are equal.</summary>
    /// <param name="rows">The rows. A row in a dense block never counts as equal to one in a sparse block.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int[]? FirstOf(RowMatrix rows)
    {
        var first = new int[rows.RowCount];
        bool any = false;

        // A hash table of rows with linear probing, at most half full: 0 is an empty slot, otherwise 1 + a row.
        var table = new int[BitOperations.RoundUpToPowerOf2((uint)rows.RowCount * 2)];
        for (int row = 0; row < first.Length; row++)
        {
            uint place = Hash(rows.Indices(row), rows.Values(row)) & (uint)(table.Length - 1);
            while (table[place] > 0 && !AreEqual(rows, table[place] - 1, row))
                place = (place + 1) & (uint)(table.Length - 1);
            if (table[place] == 0)
                table[place] = row + 1;
            first[row] = table[place] - 1;
            any |= first[row] != row;
        }

        return any ? first : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        const ulong Prime = 0x9E3779B97F4A7C15;
        ulong hash = (uint)values.Length;
        for (int i = 0; i < values.Length; i++)
        {
            uint index = indices.IsEmpty ? 0 : (uint)indices[i];
            hash = (BitOperations.RotateLeft(hash, 5) ^ index ^ ((ulong)BitConverter.SingleToUInt32Bits(values[i]) << 32)) * Prime;
        }

        return (uint)(hash >> 32);
    }

    private static bool AreEqual(RowMatrix rows, int a, int b) =>
        rows.Block(a).IsDense == rows.Block(b).IsDense
        && MemoryMarshal.AsBytes(rows.Values(a)).SequenceEqual(MemoryMarshal.AsBytes(rows.Values(b)))
        && MemoryMarshal.AsBytes(rows.Indices(a)).SequenceEqual(MemoryMarshal.AsBytes(rows.Indices(b)));
}
