using System.Runtime.CompilerServices;

namespace MLNetLoss.Metrics;

/// <summary>The scores of consecutive rows, label by label, with a bit per cell that tells whether it is positive. Immutable.</summary>
internal sealed class ScoreBlock
{
    private const int LabelsTogether = 256;

    private readonly float[] _scores;
    private readonly ulong[] _positive;
    private readonly int _words;

    /// <summary>Transposes rows into a block.</summary>
    /// <param name="scores">Row after row; NaN where the target is missing.</param>
    /// <param name="positive">Whether each cell is positive.</param>
    /// <param name="rowCount">Number of rows, at least 1.</param>
    /// <param name="labelCount">L, the number of labels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ScoreBlock(ReadOnlySpan<float> scores, ReadOnlySpan<bool> positive, int rowCount, int labelCount)
    {
        RowCount = rowCount;
        _words = (rowCount + 63) / 64;
        _scores = new float[rowCount * labelCount];
        _positive = new ulong[_words * labelCount];
        // Some labels at a time, whose cells of all rows stay in the cache.
        for (int first = 0; first < labelCount; first += LabelsTogether)
        {
            int end = Math.Min(first + LabelsTogether, labelCount);
            for (int row = 0; row < rowCount; row++)
            {
                int start = row * labelCount;
                for (int label = first; label < end; label++)
                {
                    _scores[(label * rowCount) + row] = scores[start + label];
                    if (positive[start + label])
                        _positive[(label * _words) + (row >> 6)] |= 1ul << (row & 63);
                }
            }
        }
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>A label's scores, NaN where the target is missing.</summary>
    /// <param name="label">The label.</param>
    public ReadOnlySpan<float> Scores(int label) => _scores.AsSpan(label * RowCount, RowCount);

    /// <summary>A label's bits.</summary>
    /// <param name="label">The label.</param>
    public ReadOnlySpan<ulong> Positive(int label) => _positive.AsSpan(label * _words, _words);

    /// <summary>Whether a row's bit is set.</summary>
    /// <param name="bits">Bits of a label.</param>
    /// <param name="row">The row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bit(ReadOnlySpan<ulong> bits, int row) => (uint)(bits[row >> 6] >> row) & 1;
}
