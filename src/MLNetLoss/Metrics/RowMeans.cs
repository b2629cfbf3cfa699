using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Metrics;

/// <summary>Weighted means of the rows' values, each over the rows that count for it.</summary>
/// <param name="slotCount">Number of values of a row.</param>
internal sealed class RowMeans(int slotCount)
{
    private readonly CompensatedSum[] _sums = new CompensatedSum[slotCount];
    private readonly CompensatedSum[] _weights = new CompensatedSum[slotCount];

    /// <summary>The mean of a value; NaN when no row counts for it.</summary>
    /// <param name="slot">Which value.</param>
    public double Mean(int slot) => _sums[slot].Value / _weights[slot].Value;

    /// <summary>Adds a row.</summary>
    /// <param name="values">Its values; <see cref="RowSlots.LeftOut"/> where it does not count.</param>
    /// <param name="weight">Its weight.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<double> values, double weight)
    {
        for (int slot = 0; slot < values.Length; slot++)
        {
            if (values[slot] == RowSlots.LeftOut)
                continue;
            _sums[slot].Add(values[slot] * weight);
            _weights[slot].Add(weight);
        }
    }

    /// <summary>Adds the rows of other means.</summary>
    /// <param name="other">The others.</param>
    public void Merge(RowMeans other)
    {
        for (int slot = 0; slot < _sums.Length; slot++)
        {
            _sums[slot].Add(other._sums[slot]);
            _weights[slot].Add(other._weights[slot]);
        }
    }
}
