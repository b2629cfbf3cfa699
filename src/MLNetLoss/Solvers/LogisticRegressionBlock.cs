using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary>
/// Sixteen labels solved side by side, one in each lane of a 512-bit vector of floats, with their working memory, which is reused from block
/// to block. The row of lanes after the last feature's belongs to the bias. Lanes without a label, or whose label has no minimum, are idle:
/// their weights stay zero.
/// </summary>
/// <param name="problem">The rows.</param>
/// <param name="fitBias">Whether there is a bias; otherwise it stays zero.</param>
internal sealed unsafe class LogisticRegressionBlock(LogisticRegressionProblem problem, bool fitBias)
{
    /// <summary>The number of labels solved side by side.</summary>
    public const int Lanes = 16;

    private readonly int[] _laneOf = new int[problem.Data.LabelCount];
    private LaneArray<float>? _rowWeights;

    /// <summary>The rows.</summary>
    public LogisticRegressionProblem Problem { get; } = problem;

    /// <summary>Whether there is a bias.</summary>
    public bool FitBias { get; } = fitBias;

    /// <summary>Number of features.</summary>
    public int FeatureCount { get; } = problem.Data.FeatureCount;

    /// <summary>Whether each lane holds a label with a minimum.</summary>
    public bool[] Active { get; } = new bool[Lanes];

    /// <summary>Whether each lane holds a label with both classes.</summary>
    public bool[] HasBothClasses { get; } = new bool[Lanes];

    /// <summary>For each lane the sum of the weights of the rows that count for its label.</summary>
    public double[] Weights { get; } = new double[Lanes];

    /// <summary>(D + 1) x 16: for each feature the sum over rows of weight, target and value; for the bias without the value.</summary>
    public LaneArray<double> TargetSums { get; } = new(problem.Data.FeatureCount + 1);

    /// <summary>N x 16 weights of each row for each label, including cell weights and weights of positives; zero where the target is missing and in rows represented by an equal one; null if they are the same for all lanes.</summary>
    public LaneArray<float>? RowWeights { get; private set; }

    /// <summary>The bytes of working memory for one block, whatever the algorithm.</summary>
    /// <param name="problem">The rows.</param>
    /// <param name="l2">The L2 term's weight; without one, steps in double precision need more memory.</param>
    public static long BytesNeeded(LogisticRegressionProblem problem, double l2) =>
        ((problem.Data.FeatureCount + 1L) * (((l2 == 0 ? 11 : 4) * LaneArray<double>.BytesOfRow) + (8 * LaneArray<float>.BytesOfRow)))
        + (problem.Data.RowCount * 3L * LaneArray<float>.BytesOfRow);

    /// <summary>Loads other labels.</summary>
    /// <param name="labels">At most sixteen.</param>
    /// <param name="targets">Receives N x 16 targets, zero where missing and in rows represented by an equal one; may be null.</param>
    public void Load(ReadOnlySpan<int> labels, LaneArray<float>? targets = null)
    {
        Array.Clear(Active);
        Array.Clear(HasBothClasses);
        bool own = Problem.Data.CellWeights is not null || Problem.PosWeighting is not null;
        for (int lane = 0; lane < labels.Length; lane++)
        {
            LabelSummary label = Problem.Labels[labels[lane]];
            HasBothClasses[lane] = label.Classes == LabelClasses.Both;
            Active[lane] = HasBothClasses[lane] || (!FitBias && label.Classes != LabelClasses.None);
            Weights[lane] = label.Weight;
            own |= label.HasMissing;
        }

        RowWeights = own ? _rowWeights ??= new LaneArray<float>(Problem.Data.RowCount) : null;
        TargetSums.Span.Clear();
        Array.Fill(_laneOf, -1);
        for (int lane = 0; lane < labels.Length; lane++)
            _laneOf[labels[lane]] = Active[lane] ? lane : -1;

        float* scratch = stackalloc float[Lanes];
        for (int row = 0; row < Problem.Data.RowCount; row++)
            LoadRow(row, labels, targets is null ? scratch : targets.Pointer + ((nint)row * Lanes));
        if (Problem.FirstOf is { } first)
            Gather(first, targets);
    }

    /// <summary>A row's weight in each lane, including the rows it represents.</summary>
    /// <param name="row">The row.</param>
    public Vector512<float> WeightOf(int row) => RowWeights is { } weights
        ? Vector512.LoadAligned(weights.Pointer + ((nint)row * Lanes))
        : Vector512.Create(Problem.RowWeights is { } shared ? shared[row] : 1f);

    // The weight before repeated rows are merged.
    private Vector512<float> OwnWeightOf(int row) => RowWeights is { } weights
        ? Vector512.LoadAligned(weights.Pointer + ((nint)row * Lanes))
        : Vector512.Create(Problem.Data.RowWeights is { } shared ? shared[row] : 1f);

    // The loss is linear in the target, so rows of equal features are equivalent to one row with the sum of their weights and the mean of their targets.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(int[] first, LaneArray<float>? targets)
    {
        for (int row = 0; row < first.Length && targets is not null; row++)
        {
            float* target = targets.Pointer + ((nint)row * Lanes);
            (Vector512.LoadAligned(target) * OwnWeightOf(row)).StoreAligned(target);
        }

        for (int row = 0; row < first.Length; row++)
        {
            if (first[row] == row)
                continue;
            Move(RowWeights, row, first[row]);
            Move(targets, row, first[row]);
        }

        for (int row = 0; row < first.Length && targets is not null; row++)
        {
            float* target = targets.Pointer + ((nint)row * Lanes);
            Vector512<float> weight = WeightOf(row), mean = Vector512.LoadAligned(target) / weight;
            (mean & Vector512.GreaterThan(weight, Vector512<float>.Zero)).StoreAligned(target);
        }
    }

    private static void Move(LaneArray<float>? rows, int from, int to)
    {
        if (rows is null)
            return;
        float* source = rows.Pointer + ((nint)from * Lanes), target = rows.Pointer + ((nint)to * Lanes);
        (Vector512.LoadAligned(target) + Vector512.LoadAligned(source)).StoreAligned(target);
        Vector512<float>.Zero.StoreAligned(source);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LoadRow(int row, ReadOnlySpan<int> labels, float* targets)
    {
        if (RowWeights is not null)
            LoadWeights(row, labels);
        bool any = false;
        new Span<float>(targets, Lanes).Clear();
        ReadOnlySpan<float> values = Problem.Data.Targets.Values(row);
        if (Problem.Data.Targets.Block(row).IsDense)
        {
            foreach (int label in labels)
                any |= SetTarget(row, label, values[label], targets);
        }
        else
        {
            ReadOnlySpan<int> indices = Problem.Data.Targets.Indices(row);
            for (int i = 0; i < values.Length; i++)
                any |= SetTarget(row, indices[i], values[i], targets);
        }

        if (any)
            AddTargets(row, targets);
    }

    private void LoadWeights(int row, ReadOnlySpan<int> labels)
    {
        float weight = Problem.Data.RowWeights is { } weights ? weights[row] : 1;
        var lanes = new Span<float>(RowWeights!.Pointer + ((nint)row * Lanes), Lanes);
        if (Problem.Data.CellWeights is not { } cells)
        {
            lanes.Fill(weight);
            return;
        }

        lanes.Clear();
        ReadOnlySpan<float> values = cells.Values(row);
        if (cells.Block(row).IsDense)
        {
            for (int lane = 0; lane < labels.Length; lane++)
                lanes[lane] = weight * values[labels[lane]];
            return;
        }

        ReadOnlySpan<int> indices = cells.Indices(row);
        for (int i = 0; i < values.Length; i++)
        {
            if (_laneOf[indices[i]] is >= 0 and int lane)
                lanes[lane] = weight * values[i];
        }
    }

    private bool SetTarget(int row, int label, float target, float* targets)
    {
        int lane = _laneOf[label];
        if (lane < 0 || target == 0)
            return false;
        if (float.IsNaN(target))
        {
            // Without row weights of the lanes, targets are missing only in rows of weight zero.
            if (RowWeights is { } weights)
                weights.Pointer[((nint)row * Lanes) + lane] = 0;
            return false;
        }

        if (Problem.PosWeighting is { } weighting)
            RowWeights!.Pointer[((nint)row * Lanes) + lane] *= weighting.Split(label, ref target);
        targets[lane] = target;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddTargets(int row, float* targets)
    {
        (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.Load(targets));
        (Vector512<double> weightLow, Vector512<double> weightHigh) = Vector512.Widen(OwnWeightOf(row));
        low *= weightLow;
        high *= weightHigh;
        bool dense = Problem.Data.Features.Block(row).IsDense;
        ReadOnlySpan<float> values = Problem.Data.Features.Values(row);
        ReadOnlySpan<int> indices = Problem.Data.Features.Indices(row);
        double* sums = TargetSums.Pointer;
        for (int i = 0; i < values.Length; i++)
            Add(sums + ((nint)(dense ? i : indices[i]) * Lanes), low * values[i], high * values[i]);
        if (FitBias)
            Add(sums + ((nint)FeatureCount * Lanes), low, high);
    }

    // Not a local function, which would be a method of its own that starts without optimisation.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(double* sums, Vector512<double> low, Vector512<double> high)
    {
        (Vector512.LoadAligned(sums) + low).StoreAligned(sums);
        (Vector512.LoadAligned(sums + 8) + high).StoreAligned(sums + 8);
    }
}
