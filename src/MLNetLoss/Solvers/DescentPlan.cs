using MLNetLoss.Numerics;

namespace MLNetLoss.Solvers;

/// <summary>The plan of a training by gradient descent, from its options and the statistics of the first pass over the rows.</summary>
internal sealed class DescentPlan
{
    private readonly GradientDescentSettings _settings;
    private readonly RowStatistics _statistics;
    private readonly bool _update;
    private readonly FeatureFrame _frame;
    private readonly FeatureScales _scales;
    private readonly PosWeighting? _weighting;
    private readonly bool _readsCells;

    /// <summary>Makes the plan.</summary>
    /// <param name="settings">The options.</param>
    /// <param name="statistics">The statistics of the first pass.</param>
    /// <param name="update">Whether an existing model is updated.</param>
    /// <param name="weighting">The weights of the positive part; null for none.</param>
    /// <param name="readsCells">Whether rows have cell weights.</param>
    public DescentPlan(GradientDescentSettings settings, RowStatistics statistics, bool update, PosWeighting? weighting, bool readsCells)
    {
        _weighting = weighting;
        _readsCells = readsCells;
        _settings = settings;
        _statistics = statistics;
        _update = update;
        int rows = statistics.TrainingRowCount;
        // The frame of a model under update is not moved: a few new rows do not determine the means.
        bool center = settings is { UpdateRule: UpdateRule.Adaptive, FitBias: true } && !update;
        _scales = new FeatureScales(statistics, center);
        _frame = new FeatureFrame(statistics.FeatureCount, settings.FitBias, _scales.Centered, _scales.Means);
        L2Regularization = settings.L2Regularization ?? GradientDescentSettings.Defaults.L2Regularization;
        BatchSize = settings.BatchSize ?? Math.Clamp(rows / MinimumSteps, 1, GradientDescentSettings.Defaults.BatchSize);
        BatchSize = Math.Min(BatchSize, rows);
        PassCount = settings.NumberOfIterations ?? DefaultPasses(rows);
        Rate = settings.LearningRate ?? DefaultRate(settings.UpdateRule);
        long steps = 0;
        foreach (WindowSize window in statistics.Windows)
            steps += BatchFeed.BatchCount(window.TrainingRowCount, BatchSize);
        StepCount = steps * PassCount;
        MeanFactor = rows / statistics.TotalWeight;
    }

    /// <summary>The factor of half the squared weights.</summary>
    public double L2Regularization { get; }

    /// <summary>The learning rate before the schedule, in the user's units.</summary>
    public double Rate { get; }

    /// <summary>The most rows per step.</summary>
    public int BatchSize { get; }

    /// <summary>The most passes.</summary>
    public int PassCount { get; }

    /// <summary>The number of steps of all passes.</summary>
    public long StepCount { get; }

    /// <summary>The factor from a mean over a batch's rows to the mean over all rows' weights.</summary>
    public double MeanFactor { get; }

    /// <summary>The least steps per pass for small data, if there are enough rows.</summary>
    private const int MinimumSteps = 32;

    /// <summary>Rejects data from which nothing can be learnt.</summary>
    /// <param name="statistics">The statistics of the first pass over the rows.</param>
    /// <param name="needPositive">Whether a positive target is required.</param>
    /// <exception cref="InvalidDataException">Nothing can be learnt.</exception>
    public static void CheckRows(RowStatistics statistics, bool needPositive)
    {
        if (statistics.RowCount == 0)
            throw new InvalidDataException("There is no row to learn from.");
        if (statistics.BadRowCount == statistics.RowCount)
            throw new InvalidDataException($"All {statistics.RowCount} rows have a feature that is NaN or infinite.");
        if (statistics.TrainingRowCount == 0)
        {
            throw new InvalidDataException(
                $"No row is left to learn from: of {statistics.RowCount}, {statistics.BadRowCount} have a feature that is NaN or infinite and {statistics.ValidationRowCount} are kept for validation.");
        }

        if (statistics.TotalWeight == 0)
            throw new InvalidDataException($"All {statistics.TrainingRowCount} rows to learn from have the weight 0.");
        if (needPositive && statistics.IsWithoutPositives)
            throw new InvalidDataException($"None of the {statistics.TrainingRowCount} rows to learn from has a positive target for any label.");
    }

    /// <summary>The number of labels trained together: all, or as many whole vectors as fit the memory budget.</summary>
    /// <param name="settings">The options.</param>
    /// <param name="featureCount">D, the number of features.</param>
    /// <param name="labelCount">L, the number of labels.</param>
    /// <param name="rowCount">The number of training rows.</param>
    /// <param name="update">Whether an existing model is updated.</param>
    /// <param name="judges">Whether the best weights are kept in addition to those under training.</param>
    /// <exception cref="ArgumentException">The weights of a single vector of labels, or its rows of a batch, would not fit an array.</exception>
    public static int BlockWidth(GradientDescentSettings settings, int featureCount, int labelCount, int rowCount, bool update, bool judges)
    {
        int remembered = settings.UpdateRule switch
        {
            UpdateRule.Sgd => 0,
            UpdateRule.Adam or UpdateRule.AdamW => 2,
            _ => 1,
        };
        long bytesOfVector = (1L + remembered + (update ? 1 : 0) + (judges ? 1 : 0)) * (featureCount + 1L) * AlignedBuffer.Lane * sizeof(float);
        int rows = Math.Min(settings.BatchSize ?? GradientDescentSettings.Defaults.BatchSize, rowCount);
        long longest = Math.Max(featureCount + 1L, rows);
        long possible = (Array.MaxLength - (2L * AlignedBuffer.Lane)) / (longest * AlignedBuffer.Lane);
        if (possible == 0)
        {
            throw new ArgumentException(
                $"{featureCount} features, or batches of {rows} rows, are too many: {AlignedBuffer.Lane} labels are trained side by side, and " +
                $"{AlignedBuffer.Lane} numbers for each feature or row must fit an array of {Array.MaxLength}.");
        }

        long vectors = Math.Clamp((settings.MemoryBudget ?? long.MaxValue) / bytesOfVector, 1, possible);
        return vectors * AlignedBuffer.Lane >= labelCount ? labelCount : (int)vectors * AlignedBuffer.Lane;
    }

    /// <summary>Selects the training rows of a pass; null for all.</summary>
    /// <param name="holdOut">The rows held out for validation.</param>
    public Func<TrainingRow, int, bool>? Filter(HoldOut holdOut) => _statistics.TrainingRowCount == _statistics.RowCount
        ? null
        : (row, number) => !holdOut.Contains(number) && row.IsFinite;

    /// <summary>The number of threads to use: at most one per vector of labels.</summary>
    /// <param name="vectorCount">The number of vectors of labels.</param>
    public int ThreadCount(int vectorCount) =>
        Math.Clamp(_settings.Threads == 0 ? Environment.ProcessorCount : _settings.Threads, 1, vectorCount);

    /// <summary>Allocates a batch.</summary>
    public RowBatch CreateBatch() => new(BatchSize, _statistics.LabelCount, _frame, _readsCells || _weighting is not null, _readsCells);

    /// <summary>The weights before the first step.</summary>
    /// <param name="start">The model to start from; null for zero weights.</param>
    public DescentState CreateState(LinearModel? start)
    {
        double rate = _settings.UpdateRule == UpdateRule.Adaptive ? Rate / Math.Sqrt(_scales.MeanCount + 1) : Rate;
        bool decoupled = _settings.UpdateRule == UpdateRule.AdamW;
        var steps = new StepSequence(_settings, rate, StepCount, decoupled ? L2Regularization / _statistics.TotalWeight : 0);
        DescentState state = Create(_settings.UpdateRule, _frame.ColumnCount, _statistics.LabelCount, steps);
        state.DecayedColumns = _update ? _frame.ColumnCount : _frame.FeatureCount;
        _scales.Scales.CopyTo(state.ColumnScales);
        if (_frame.HasBias)
            state.ColumnScales[_frame.FeatureCount] = 1f;
        if (!decoupled)
            SpreadRegularization(state.Regularization);
        state.StartsAtZero = start is null;
        if (start is not null)
            _frame.Import(start, state);
        else if (_frame.HasBias && _settings.UpdateRule == UpdateRule.Adaptive)
            SetBiasToLogOdds(state.WeightsOf(_frame.FeatureCount));
        if (_update)
            state.SetAnchor();
        return state;
    }

    /// <summary>The model of some weights.</summary>
    /// <param name="state">The weights.</param>
    public LinearModel ToModel(DescentState state) => _frame.Export(state, _statistics.LabelCount);

    private static DescentState Create(UpdateRule rule, int columns, int labels, StepSequence steps) => rule switch
    {
        UpdateRule.Sgd => new DescentStateOf<SgdRule>(columns, labels, steps),
        UpdateRule.Momentum => new DescentStateOf<MomentumRule>(columns, labels, steps),
        UpdateRule.Nesterov => new DescentStateOf<NesterovRule>(columns, labels, steps),
        UpdateRule.AdaGrad => new DescentStateOf<AdaGradRule>(columns, labels, steps),
        UpdateRule.Adam => new DescentStateOf<AdamRule>(columns, labels, steps),
        UpdateRule.AdamW => new DescentStateOf<AdamWRule>(columns, labels, steps),
        _ => new DescentStateOf<AdaptiveRule>(columns, labels, steps),
    };

    /// <summary>
    /// Some passes are enough if a pass has many steps. Few rows get more passes, which cost little; beyond a hundred thousand rows fewer are
    /// enough, since less is gained from seeing a row again.
    /// </summary>
    private static int DefaultPasses(int rows) => rows <= 100_000
        ? Math.Clamp(25_000 / rows, GradientDescentSettings.Defaults.NumberOfIterations, 100)
        : Math.Max(5, 2_000_000 / rows);

    private static double DefaultRate(UpdateRule rule) => rule switch
    {
        UpdateRule.Sgd or UpdateRule.Momentum or UpdateRule.Nesterov => GradientDescentSettings.Defaults.SgdRate,
        UpdateRule.AdaGrad => GradientDescentSettings.Defaults.AdaGradRate,
        UpdateRule.Adam or UpdateRule.AdamW => GradientDescentSettings.Defaults.AdamRate,
        _ => GradientDescentSettings.Defaults.AdaptiveRate,
    };

    private void SpreadRegularization(Span<float> regularization)
    {
        int rows = _statistics.TrainingRowCount;
        for (int feature = 0; feature < _frame.FeatureCount; feature++)
        {
            int present = _scales.IsCentered(feature) ? rows : _statistics.Counts[feature];
            regularization[feature] = present == 0 ? 0f : (float)(L2Regularization / present);
        }

        if (_update && _frame.HasBias)
            regularization[_frame.FeatureCount] = (float)(L2Regularization / rows);
    }

    /// <summary>Without features, the best bias for this family of losses is about the log-odds of the label.</summary>
    private void SetBiasToLogOdds(Span<float> bias)
    {
        for (int label = 0; label < bias.Length; label++)
        {
            double positives = _statistics.Positives(label);
            double negatives = _statistics.TargetWeight(label) - positives;
            positives *= _weighting?[label] ?? 1;
            double share = (positives + 0.5) / (positives + negatives + 1);
            bias[label] = (float)Math.Log(share / (1 - share));
        }
    }
}
