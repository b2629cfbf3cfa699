using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetLoss.Solvers;

/// <summary>One row to learn from, as spans into memory that somebody else holds.</summary>
/// <param name="indices">The ascending features of <paramref name="values"/>; empty when they are all D features.</param>
/// <param name="values">The values.</param>
/// <param name="targetIndices">The ascending labels of <paramref name="targets"/>; empty when they are all L labels.</param>
/// <param name="targets">The targets in [0, 1], NaN where missing; a label not named has target zero.</param>
/// <param name="weight">The row's weight.</param>
/// <param name="cellIndices">The ascending labels of <paramref name="cells"/>; empty when they are all L labels.</param>
/// <param name="cells">
/// Weights of the row's cells, one a label, where the source has such (<see cref="RowSource.HasCellWeights"/>); a label not named
/// weighs nothing.
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
    /// <summary>The ascending features of <see cref="Values"/>; empty when they are all D features.</summary>
    public ReadOnlySpan<int> Indices { get; } = indices;

    /// <summary>The values.</summary>
    public ReadOnlySpan<float> Values { get; } = values;

    /// <summary>The ascending labels of <see cref="Targets"/>; empty when they are all L labels.</summary>
    public ReadOnlySpan<int> TargetIndices { get; } = targetIndices;

    /// <summary>The targets.</summary>
    public ReadOnlySpan<float> Targets { get; } = targets;

    /// <summary>The row's weight.</summary>
    public float Weight { get; } = weight;

    /// <summary>The ascending labels of <see cref="Cells"/>; empty when they are all L labels.</summary>
    public ReadOnlySpan<int> CellIndices { get; } = cellIndices;

    /// <summary>The weights of the row's cells.</summary>
    public ReadOnlySpan<float> Cells { get; } = cells;

    /// <summary>Whether all values are finite; a row that is not cannot be learnt from.</summary>
    public bool IsFinite
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        get
        {
            // x * 0 is zero for what is finite and NaN for the rest, so that one comparison at the end suffices.
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

    /// <summary>Writes the targets of all labels, one after the other.</summary>
    /// <param name="destination">Receives L targets.</param>
    public void CopyTargets(Span<float> destination) => Copy(TargetIndices, Targets, destination);

    /// <summary>Writes the weights of the cells of all labels, one after the other.</summary>
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
