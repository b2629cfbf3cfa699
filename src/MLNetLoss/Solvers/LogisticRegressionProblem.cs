namespace MLNetLoss.Solvers;

/// <summary>What all blocks of labels share: the rows, and what one pass over them tells. Read only once built.</summary>
internal sealed class LogisticRegressionProblem
{
    // Up to here single precision has all whole numbers.
    private const double LargestWhole = 1 << 24;

    private readonly int[] _order;

    /// <summary>Reads targets and features once.</summary>
    /// <param name="data">The rows; at least one of positive weight.</param>
    /// <param name="settings">What is asked for.</param>
    /// <exception cref="InvalidDataException">There is no row of positive weight.</exception>
    /// <exception cref="ArgumentException">There are too many or too few weights of positives.</exception>
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

        // Coordinate ascent pays where a pass moves few weights a row, or there are fewer rows than weights.
        SuitsAscent = !data.Features.IsDense || data.FeatureCount > data.RowCount;
        FirstOf = SuitsAscent && HasWholeWeights ? RepeatedRows.FirstOf(data.Features) : null;
        RowWeights = FirstOf is null ? data.RowWeights : Gather(FirstOf, data.RowWeights);
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

    /// <summary>Whether the shape of the rows suits <see cref="DualCoordinateAscent"/>.</summary>
    public bool SuitsAscent { get; }

    /// <summary>
    /// For each row the first one of the same features, null when each is the only one. Such rows have one score, and so stand together as
    /// one row in their first one's place; the others weigh nothing. Coordinate ascent, which goes from row to row, would hardly get on
    /// among long ones that differ in their targets only. Null too where sums of weights would round: certificates are of the rows as given.
    /// </summary>
    public int[]? FirstOf { get; }

    /// <summary>N weights of the rows, those of repeated ones gathered in the first; null when every row weighs 1.</summary>
    public float[]? RowWeights { get; }

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

    /// <summary>Whether another row stands for this one too.</summary>
    /// <param name="row">The row.</param>
    public bool IsRepeat(int row) => FirstOf is { } first && first[row] != row;

    private int Compare(int a, int b)
    {
        int frequency = Labels[b].PositiveWeight.CompareTo(Labels[a].PositiveWeight);
        return frequency != 0 ? frequency : a.CompareTo(b);
    }

    private bool HasWholeWeights => Data.CellWeights is null && PosWeighting is null
        && (Data.RowWeights is not { } weights
            || (Array.TrueForAll(weights, weight => weight == MathF.Truncate(weight)) && weights.Sum(weight => (double)weight) <= LargestWhole));

    private static float[] Gather(int[] firstOf, float[]? weights)
    {
        var gathered = new float[firstOf.Length];
        for (int row = 0; row < firstOf.Length; row++)
            gathered[firstOf[row]] += weights is null ? 1 : weights[row];
        return gathered;
    }

    private static float Norm(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += (double)value * value;
        return (float)Math.Sqrt(sum);
    }
}
