using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Numerics;

internal static partial class RowPrimitives
{
    /// <summary>
    /// Adds scaled rows of an unpadded matrix to a start: <c>destination = start + sum of values[i] * row[indices[i]]</c>.
    /// Values that are zero change nothing: with and without them the sums are the same, bit for bit.
    /// </summary>
    /// <param name="matrix">The matrix, row after row.</param>
    /// <param name="length">The length of a row of the matrix, of the start and of the destination.</param>
    /// <param name="indices">The rows to sum; empty for rows 0, 1, 2 and so on.</param>
    /// <param name="values">Their factors.</param>
    /// <param name="start">The sums to start from.</param>
    /// <param name="destination">Receives the sums; must not overlap the matrix or the start.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the matrix.</exception>
    public static void AddScaledRows(
        ReadOnlySpan<float> matrix,
        int length,
        ReadOnlySpan<int> indices,
        ReadOnlySpan<float> values,
        ReadOnlySpan<float> start,
        Span<float> destination)
    {
        CheckRows(matrix.Length, length, indices, values.Length, start.Length, destination.Length);
        ref float origin = ref MemoryMarshal.GetReference(matrix);
        int label = 0;
        for (; label + (4 * Lane) <= length; label += 4 * Lane)
        {
            var s0 = Vector512.LoadUnsafe(in start[label]);
            var s1 = Vector512.LoadUnsafe(in start[label + Lane]);
            var s2 = Vector512.LoadUnsafe(in start[label + (2 * Lane)]);
            var s3 = Vector512.LoadUnsafe(in start[label + (3 * Lane)]);
            for (int i = 0; i < values.Length; i++)
            {
                ref float row = ref Unsafe.Add(ref origin, ((nint)(indices.IsEmpty ? i : indices[i]) * length) + label);
                var factor = Vector512.Create(values[i]);
                s0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row), factor, s0);
                s1 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row, Lane), factor, s1);
                s2 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row, 2 * Lane), factor, s2);
                s3 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row, 3 * Lane), factor, s3);
            }

            s0.StoreUnsafe(ref destination[label]);
            s1.StoreUnsafe(ref destination[label + Lane]);
            s2.StoreUnsafe(ref destination[label + (2 * Lane)]);
            s3.StoreUnsafe(ref destination[label + (3 * Lane)]);
        }

        for (; label < length; label += Lane)
        {
            // The last vector ends where the row ends; labels that it shares with an earlier one get the same sums again.
            if (label + Lane > length && length >= Lane)
                label = length - Lane;
            if (length < Lane)
            {
                AddNarrowRows(matrix, length, indices, values, start, destination);
                return;
            }

            var sum = Vector512.LoadUnsafe(in start[label]);
            for (int i = 0; i < values.Length; i++)
            {
                ref float row = ref Unsafe.Add(ref origin, ((nint)(indices.IsEmpty ? i : indices[i]) * length) + label);
                sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref row), Vector512.Create(values[i]), sum);
            }

            sum.StoreUnsafe(ref destination[label]);
        }
    }

    /// <summary>Adds rows that are shorter than a vector, one label at a time.</summary>
    private static void AddNarrowRows(
        ReadOnlySpan<float> matrix,
        int length,
        ReadOnlySpan<int> indices,
        ReadOnlySpan<float> values,
        ReadOnlySpan<float> start,
        Span<float> destination)
    {
        Span<float> sums = stackalloc float[Lane];
        start.CopyTo(sums);
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<float> row = matrix.Slice((indices.IsEmpty ? i : indices[i]) * length, length);
            for (int label = 0; label < row.Length; label++)
                sums[label] = MathF.FusedMultiplyAdd(row[label], values[i], sums[label]);
        }

        sums[..length].CopyTo(destination);
    }

    private static void CheckRows(int matrixLength, int length, ReadOnlySpan<int> indices, int values, int start, int destination)
    {
        if (start != length || destination < length)
            throw new ArgumentException($"The start has {start} values and the destination {destination}; expected {length}.");
        if (!indices.IsEmpty && indices.Length != values)
            throw new ArgumentException($"There are {indices.Length} indices but {values} values.");
        int rows = length == 0 ? 0 : matrixLength / length;
        if (indices.IsEmpty && values > rows)
            throw new ArgumentException($"There are {values} values for {rows} rows.");
        foreach (int index in indices)
        {
            if ((uint)index >= (uint)rows)
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"An index is not in [0, {rows}).");
        }
    }
}
