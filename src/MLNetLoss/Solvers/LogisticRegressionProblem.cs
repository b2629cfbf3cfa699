namespace MLNetLoss.Solvers;

/// <summary>The data shared by all blocks of labels: the rows and their statistics. Immutable.</summary>
internal sealed class LogisticRegressionProblem
{
    // Up to here single precision represents every integer.
    private const double LargestWhole = 1 << 24;

    private readonly int[] _order;
    private readonly int[]? _present;
    private readonly int[]?[] _columnsOfBlocks;

    /// <summary>Reads targets and features once.</summary>
    /// <param name="data">The rows; at least one of positive weight.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="start">The model to start from; null for none.</param>
    /// <exception cref="InvalidDataException">There is no row of positive weight.</exception>
    /// <exception cref="ArgumentException">The number of weights of positives is wrong.</exception>
    public LogisticRegressionProblem(TrainingSet data, LogisticRegressionSettings settings, LinearModel? start = null)
    {
        AllFeatureCount = data.FeatureCount;
        _present = PresentColumns.OfMatrix(data.Features, start);
        if (_present is not null)
            data = new TrainingSet(data.Features.Keep(_present), data.Targets, data.RowWeights, data.CellWeights);
        _columnsOfBlocks = PresentColumns.OfBlocks(data.Features);
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

        // Coordinate ascent pays if a row changes few weights, or there are fewer rows than weights.
        SuitsAscent = !data.Features.IsDense || data.FeatureCount > data.RowCount;
        FirstOf = SuitsAscent && HasWholeWeights ? RepeatedRows.FirstOf(data.Features) : null;
        RowWeights = FirstOf is null ? data.RowWeights : Gather(FirstOf, data.RowWeights);
        Gram = FeatureGram.Suits(data) ? FeatureGram.Of(data) : null;
        MeanSquaredNorm = (float)(squares / data.RowCount);

        // Labels of similar frequency are similarly difficult; side by side, they finish together.
        _order = new int[data.LabelCount];
        for (int label = 0; label < _order.Length; label++)
            _order[label] = label;
        Array.Sort(_order, Compare);
    }

    /// <summary>The rows. If most features are in none, without those: their weights are zero, and the solver's memory and time grow with them.</summary>
    public TrainingSet Data { get; }

    /// <summary>The number of features of the model.</summary>
    public int AllFeatureCount { get; }

    /// <summary>The target sums of each label, with weighted positives.</summary>
    public LabelSummary[] Labels { get; }

    /// <summary>The weights of the positive part; null for none.</summary>
    public PosWeighting? PosWeighting { get; }

    /// <summary>Whether the shape of the rows suits <see cref="DualCoordinateAscent"/>.</summary>
    public bool SuitsAscent { get; }

    /// <summary>
    /// For each row the first row with the same features; null if there are no repeated rows. Such rows have the same score, so they are merged
    /// into the first one and the others get weight zero. Coordinate ascent, which goes from row to row, would make little progress among
    /// long rows that differ only in their targets. Also null if sums of weights would round, since certificates refer to the given rows.
    /// </summary>
    public int[]? FirstOf { get; }

    /// <summary>N row weights, with those of repeated rows added to the first; null if every row weighs 1.</summary>
    public float[]? RowWeights { get; }

    /// <summary>The feature of the model that is a given one of <see cref="Data"/>.</summary>
    /// <param name="feature">The feature of <see cref="Data"/>.</param>
    public int ModelFeature(int feature) => _present is null ? feature : _present[feature];

    /// <summary>The features in a block of rows, ascending, and D for the bias; null where passing over all is as fast.</summary>
    /// <param name="firstRow">The block's first row.</param>
    public int[]? FeaturesOf(int firstRow) => _columnsOfBlocks[firstRow / RowMatrix.BlockRows];

    /// <summary>The Euclidean norm of each row's features.</summary>
    public float[] Norms { get; }

    /// <summary>The mean of the squares of <see cref="Norms"/>.</summary>
    public float MeanSquaredNorm { get; }

    /// <summary>The features' Gram matrix, for <see cref="GramPreconditioner"/>; null if it would not pay.</summary>
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

    /// <summary>Whether another row represents this one.</summary>
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
