namespace MLNetLoss.Metrics;

/// <summary>
/// Every different outcome a threshold can have on one label's rows: one cut for each distinct score, from predicting no row to predicting
/// all. Cut i predicts the rows whose score is greater than its threshold.
/// </summary>
internal sealed class ThresholdCuts
{
    private readonly List<float> _thresholds = [];
    private readonly List<double> _hits = [];
    private readonly List<double> _predicted = [];

    /// <summary>Sorts the rows and sums the weights.</summary>
    /// <param name="scores">The scores of the rows, none NaN; sorted in place.</param>
    /// <param name="weights">The rows' weights, below 0 for a negative row; put into the same order.</param>
    public ThresholdCuts(Span<float> scores, Span<float> weights)
    {
        scores.Sort(weights);
        double hits = 0;
        double predicted = 0;
        Add(scores.IsEmpty ? 0 : scores[^1], 0, 0);
        for (int i = scores.Length - 1; i >= 0;)
        {
            float score = scores[i];
            for (; i >= 0 && scores[i] == score; i--)
            {
                hits += Math.Max(weights[i], 0);
                predicted += Math.Abs(weights[i]);
            }

            // A row that scores negative infinity is above no threshold.
            if (!float.IsNegativeInfinity(score))
                Add(i < 0 ? MathF.BitDecrement(score) : Between(scores[i], score), hits, predicted);
        }

        Positives = hits;
    }

    /// <summary>How many cuts there are, at least 1.</summary>
    public int Count => _thresholds.Count;

    /// <summary>The weight of the label's positive rows.</summary>
    public double Positives { get; }

    /// <summary>The threshold of a cut.</summary>
    /// <param name="cut">The cut.</param>
    public float Threshold(int cut) => _thresholds[cut];

    /// <summary>The weight of the positive rows a cut predicts.</summary>
    /// <param name="cut">The cut.</param>
    public double Hits(int cut) => _hits[cut];

    /// <summary>The weight of all rows a cut predicts.</summary>
    /// <param name="cut">The cut.</param>
    public double Predicted(int cut) => _predicted[cut];

    /// <summary>The cut a threshold amounts to.</summary>
    /// <param name="scores">The sorted scores.</param>
    /// <param name="threshold">The threshold.</param>
    public static int CutOf(ReadOnlySpan<float> scores, float threshold)
    {
        int cut = 0;
        for (int i = scores.Length - 1; i >= 0 && scores[i] > threshold;)
        {
            float score = scores[i];
            while (i >= 0 && scores[i] == score)
                i--;
            cut++;
        }

        return cut;
    }

    // Halfway, so that rows not seen before are as far from the decision as can be; in any case in [low, high).
    private static float Between(float low, float high)
    {
        float middle = (float)((low + (double)high) / 2);
        return middle >= low && middle < high ? middle : low;
    }

    private void Add(float threshold, double hits, double predicted)
    {
        _thresholds.Add(threshold);
        _hits.Add(hits);
        _predicted.Add(predicted);
    }
}
