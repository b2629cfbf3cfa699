namespace MLNetLoss.Solvers;

/// <summary>What all blocks of labels share: the rows, and what one pass over them tells. Read only once built.</summary>
internal sealed class LogisticRegressionProblem
{
    private readonly int[] _order;

    /// <summary>Reads targets and features once.</summary>
    /// <param name="data">The rows; at least one of positive weight.</param>
    /// <param name="settings">What is asked for.</param>
    /// <exception cref="ArgumentException">There is no row of positive weight, or there are too many or too few weights of positives.</exception>
    public LogisticRegressionProblem(TrainingSet data, LogisticRegressionSettings settings)
    {
        Data = data;
        Labels = LabelSummary.Of(data);
        PosWeighting = PosWeighting.Create(settings.PosWeight, settings.BalancePosWeight, data.LabelCount,
            label => (Labels[label].PositiveWeight, Labels[label].Weight));
        for (int label = 0; PosWeighting is not null && label < Labels.Length; label++)
            Labels[label] = Labels[label].WithPosWeight(PosWeighting[label]);
        Norms = new float[data.RowCount];
        double squares = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            Norms[row] = Norm(data.Features.Values(row));
            squares += (double)Norms[row] * Norms[row];
        }

        Gram = FeatureGram.Suits(data) ? FeatureGram.Of(data) : null;
        MeanSquaredNorm = (float)(squares / data.RowCount);

        // Labels of like frequency are alike in difficulty: put side by side, they finish together.
        _order = new int[data.LabelCount];
        for (int label = 0; label < _order.Length; label++)
            _order[label] = label;
        Array.Sort(_order, Compare);
    }

    /// <summary>The rows.</summary>
    public TrainingSet Data { get; }

    /// <summary>What the targets of each label sum up to, positives weighed.</summary>
    public LabelSummary[] Labels { get; }

    /// <summary>The weights of the positive part; null for none.</summary>
    public PosWeighting? PosWeighting { get; }

    /// <summary>The Euclidean norm of each row's features.</summary>
    public float[] Norms { get; }

    /// <summary>The mean of the squares of <see cref="Norms"/>.</summary>
    public float MeanSquaredNorm { get; }

    /// <summary>The features' Gram matrix, for <see cref="GramPreconditioner"/>; null where it would not pay.</summary>
    public FeatureGram? Gram { get; }

    /// <summary>Number of blocks of labels.</summary>
    public int BlockCount => (_order.Length + LogisticRegressionBlock.Lanes - 1) / LogisticRegressionBlock.Lanes;

    /// <summary>The labels of a block, at most <see cref="LogisticRegressionBlock.Lanes"/>.</summary>
    /// <param name="block">The block.</param>
    public ReadOnlySpan<int> LabelsOf(int block)
    {
        int start = block * LogisticRegressionBlock.Lanes;
        return _order.AsSpan(start, Math.Min(LogisticRegressionBlock.Lanes, _order.Length - start));
    }

    private int Compare(int a, int b)
    {
        int frequency = Labels[b].PositiveWeight.CompareTo(Labels[a].PositiveWeight);
        return frequency != 0 ? frequency : a.CompareTo(b);
    }

    private static float Norm(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += (double)value * value;
        return (float)Math.Sqrt(sum);
    }
}
