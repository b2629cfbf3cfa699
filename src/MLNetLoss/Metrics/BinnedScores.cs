using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetLoss.Metrics;

/// <summary>
/// Histograms of the scores' leading bits, per label. Memory does not grow with the rows; scores in one bin count as tied.
/// </summary>
/// <param name="labelCount">L, the number of labels.</param>
/// <param name="bits">Number of leading bits kept; the first nine are sign and exponent.</param>
internal sealed class BinnedScores(int labelCount, int bits) : IScoreStore
{
    // Of each label and bin: weight of negatives, weight of positives.
    private readonly double[] _weights = new double[labelCount * (2 << bits)];

    /// <summary>The largest number of bits that can be kept.</summary>
    /// <param name="labels">The number of labels.</param>
    public static int MostBits(int labels) => BitOperations.Log2((uint)(Array.MaxLength / labels)) - 1;

    /// <inheritdoc/>
    public void Add(in ScoredRow row)
    {
        for (int label = 0; label < labelCount; label++)
        {
            if (!float.IsNaN(row.Targets[label]))
                Add(label, row.Scores[label], row.Positive[label], row.Weight);
        }
    }

    /// <summary>Adds a cell.</summary>
    /// <param name="label">Its label.</param>
    /// <param name="score">Its score, not NaN.</param>
    /// <param name="positive">Whether it is positive.</param>
    /// <param name="weight">Its weight.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int label, float score, bool positive, double weight)
    {
        int bin = (int)(ScoreKey.Descending(score) >> (32 - bits));
        _weights[(((label << bits) + bin) << 1) + (positive ? 1 : 0)] += weight;
    }

    /// <inheritdoc/>
    public void Merge(IScoreStore other)
    {
        double[] weights = ((BinnedScores)other)._weights;
        for (int i = 0; i < _weights.Length; i++)
            _weights[i] += weights[i];
    }

    /// <inheritdoc/>
    public void Visit<TVisitor>(int label, ref TVisitor visitor)
        where TVisitor : struct, IThresholdVisitor
    {
        for (int bin = 0; bin < 1 << bits; bin++)
        {
            int at = ((label << bits) + bin) << 1;
            VisitBin(bin, _weights[at], _weights[at + 1], ref visitor);
        }
    }

    /// <inheritdoc/>
    public void VisitAll<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IThresholdVisitor
    {
        for (int bin = 0; bin < 1 << bits; bin++)
        {
            double negatives = 0, positives = 0;
            for (int label = 0; label < labelCount; label++)
            {
                int at = ((label << bits) + bin) << 1;
                negatives += _weights[at];
                positives += _weights[at + 1];
            }

            VisitBin(bin, negatives, positives, ref visitor);
        }
    }

    private void VisitBin<TVisitor>(int bin, double negatives, double positives, ref TVisitor visitor)
        where TVisitor : struct, IThresholdVisitor
    {
        if (negatives <= 0 && positives <= 0)
            return;
        // The lowest score of the bin, which all scores in it reach.
        uint key = ((uint)bin << (32 - bits)) | (uint.MaxValue >> bits);
        visitor.Visit(ScoreKey.Score(Math.Min(key, ScoreKey.Last)), positives, negatives);
    }
}
