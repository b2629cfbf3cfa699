using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetLoss.Solvers;

/// <summary>One training row, as spans into memory owned by its source.</summary>
/// <param name="indices">The ascending features of <paramref name="values"/>; empty if they are all D features.</param>
/// <param name="values">The values.</param>
/// <param name="targetIndices">The ascending labels of <paramref name="targets"/>; empty if they are all L labels.</param>
/// <param name="targets">The targets in [0, 1], NaN where missing; a label not named has target zero.</param>
/// <param name="weight">The row's weight.</param>
/// <param name="cellIndices">The ascending labels of <paramref name="cells"/>; empty if they are all L labels.</param>
/// <param name="cells">
/// The row's cell weights, one per label, if the source has them (<see cref="RowSource.HasCellWeights"/>); a label not named has weight zero.
/// </param>
internal readonly ref struct TrainingRow(
    ReadOnlySpan<int> indices,
    ReadOnlySpan<float> values,
    ReadOnlySpan<int> targetIndices,
    ReadOnlySpan<float> targets,
    float weight,
    ReadOnlySpan<int> cellIndices = default,
    ReadOnlySpan<float> cells = default)
{
    /// <summary>The ascending features of <see cref="Values"/>; empty if they are all D features.</summary>
    public ReadOnlySpan<int> Indices { get; } = indices;

    /// <summary>The values.</summary>
    public ReadOnlySpan<float> Values { get; } = values;

    /// <summary>The ascending labels of <see cref="Targets"/>; empty if they are all L labels.</summary>
    public ReadOnlySpan<int> TargetIndices { get; } = targetIndices;

    /// <summary>The targets.</summary>
    public ReadOnlySpan<float> Targets { get; } = targets;

    /// <summary>The row's weight.</summary>
    public float Weight { get; } = weight;

    /// <summary>The ascending labels of <see cref="Cells"/>; empty if they are all L labels.</summary>
    public ReadOnlySpan<int> CellIndices { get; } = cellIndices;

    /// <summary>The row's cell weights.</summary>
    public ReadOnlySpan<float> Cells { get; } = cells;

    /// <summary>Whether a value is zero.</summary>
    public bool HasZero
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        get
        {
            // The library's Contains compares floats one by one.
            ref float first = ref MemoryMarshal.GetReference(Values);
            int i = 0;
            for (; i <= Values.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                if (Vector.EqualsAny(Vector.LoadUnsafe(ref first, (nuint)i), Vector<float>.Zero))
                    return true;
            }

            return Values[i..].Contains(0);
        }
    }

    /// <summary>Whether all values are finite; other rows are not trained on.</summary>
    public bool IsFinite
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        get
        {
            // x * 0 is zero for finite values and NaN otherwise, so that one comparison at the end suffices.
            float rest = 0;
            Vector<float> sum = Vector<float>.Zero;
            ref float first = ref MemoryMarshal.GetReference(Values);
            int i = 0;
            for (; i <= Values.Length - Vector<float>.Count; i += Vector<float>.Count)
                sum += Vector.LoadUnsafe(ref first, (nuint)i) * Vector<float>.Zero;
            for (; i < Values.Length; i++)
                rest += Values[i] * 0;
            return Vector.Sum(sum) + rest == 0;
        }
    }

    /// <summary>Writes the targets of all labels.</summary>
    /// <param name="destination">Receives L targets.</param>
    public void CopyTargets(Span<float> destination) => Copy(TargetIndices, Targets, destination);

    /// <summary>Writes the cell weights of all labels.</summary>
    /// <param name="destination">Receives L weights.</param>
    public void CopyCells(Span<float> destination) => Copy(CellIndices, Cells, destination);

    private static void Copy(ReadOnlySpan<int> indices, ReadOnlySpan<float> values, Span<float> destination)
    {
        if (indices.IsEmpty && values.Length == destination.Length)
        {
            values.CopyTo(destination);
            return;
        }

        destination.Clear();
        for (int i = 0; i < values.Length; i++)
            destination[indices[i]] = values[i];
    }
}
