using System.Numerics;

namespace MLNetLoss.Metrics;

/// <summary>
/// Scores cut to their leading bits, counted per label: memory that does not grow with the rows. Scores of one bin count as tied.
/// </summary>
/// <param name="labelCount">L, the number of labels.</param>
/// <param name="bits">Leading bits kept, sign and exponent (nine bits) first.</param>
internal sealed class BinnedScores(int labelCount, int bits) : IScoreStore
{
    // Of each label and bin: weight of negatives, weight of positives.
    private readonly double[] _weights = new double[labelCount * (2 << bits)];

    /// <summary>How many bits can be kept at most.</summary>
    /// <param name="labels">The number of labels.</param>
    public static int MostBits(int labels) => BitOperations.Log2((uint)(Array.MaxLength / labels)) - 1;

    /// <inheritdoc/>
    public void Add(in ScoredRow row)
    {
        double weight = row.Weight;
        for (int label = 0; label < labelCount; label++)
        {
            if (float.IsNaN(row.Targets[label]))
                continue;
            int bin = (int)(ScoreKey.Descending(row.Scores[label]) >> (32 - bits));
            _weights[(((label << bits) + bin) << 1) + (row.Positive[label] ? 1 : 0)] += weight;
        }
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
        if (negatives > 0 || positives > 0)
            visitor.Visit(ScoreKey.Score((uint)bin << (32 - bits)), positives, negatives);
    }
}
