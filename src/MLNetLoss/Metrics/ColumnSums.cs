using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Metrics;

/// <summary>
/// Weighted sums per label. Rows are added up plainly, and every 1024 rows the result goes into compensated sums: the speed of the former,
/// with nearly the accuracy of the latter.
/// </summary>
/// <param name="labelCount">L, the number of labels.</param>
internal sealed class ColumnSums(int labelCount)
{
    private const int RowsBetweenFlushes = 1024;

    private readonly double[] _recent = new double[labelCount];
    private readonly CompensatedSum[] _sums = new CompensatedSum[labelCount];
    private int _rows;

    /// <summary>Adds a row.</summary>
    /// <param name="values">L values.</param>
    /// <param name="weight">The row's weight.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<double> values, double weight)
    {
        Span<double> recent = _recent;
        ReadOnlySpan<Vector<double>> terms = MemoryMarshal.Cast<double, Vector<double>>(values);
        Span<Vector<double>> sums = MemoryMarshal.Cast<double, Vector<double>>(recent);
        for (int i = 0; i < sums.Length; i++)
            sums[i] += terms[i] * weight;
        for (int label = sums.Length * Vector<double>.Count; label < recent.Length; label++)
            recent[label] += values[label] * weight;
        if (++_rows == RowsBetweenFlushes)
            Flush();
    }

    /// <summary>Adds the rows of other sums.</summary>
    /// <param name="other">The other sums, which keep their value.</param>
    public void Add(ColumnSums other)
    {
        other.Flush();
        for (int label = 0; label < _sums.Length; label++)
            _sums[label].Add(other._sums[label]);
    }

    /// <summary>The sum of a label.</summary>
    /// <param name="label">The label.</param>
    public double Sum(int label)
    {
        Flush();
        return _sums[label].Value;
    }

    private void Flush()
    {
        // Asked for label by label, the sums are flushed once, not once a label.
        if (_rows == 0)
            return;
        for (int label = 0; label < _recent.Length; label++)
            _sums[label].Add(_recent[label]);
        Array.Clear(_recent);
        _rows = 0;
    }
}
