using System.Runtime.CompilerServices;

namespace MLNetLoss.Solvers;

/// <summary>
/// The statistics of one pass over the rows before training: scales of features, frequencies of labels, unusable rows.
/// </summary>
internal sealed class RowStatistics
{
    /// <summary>A window of shuffled rows ends with the row that brings it to this many non-zero values.</summary>
    private const int WindowValues = 1 << 22;

    // Of each feature over the rows that have it: their weight, the weighted mean, and the weighted sum of squared deviations from it.
    private readonly double[] _weights;
    private readonly double[] _means;
    private readonly double[] _deviations;
    private readonly double[] _positives;
    private readonly double[] _missing;
    private readonly int[] _counts;
    private readonly List<WindowSize> _windows = [];
    private readonly float[] _cells;
    private readonly float[] _targets;

    private RowStatistics(int featureCount, int labelCount, bool hasCellWeights)
    {
        _cells = hasCellWeights ? new float[labelCount] : [];
        _targets = new float[labelCount];
        _weights = new double[featureCount];
        _means = new double[featureCount];
        _deviations = new double[featureCount];
        _counts = new int[featureCount];
        _positives = new double[labelCount];
        _missing = new double[labelCount];
    }

    /// <summary>The number of rows of the source, including unusable ones.</summary>
    public int RowCount { get; private set; }

    /// <summary>The number of rows skipped because a feature is NaN or infinite.</summary>
    public int BadRowCount { get; private set; }

    /// <summary>The number of rows held out for validation.</summary>
    public int ValidationRowCount { get; private set; }

    /// <summary>Whether a training row has a weight above zero and a target that is not missing.</summary>
    public bool HasTargets { get; private set; }

    /// <summary>Whether a validation row has a weight above zero and a target that is not missing.</summary>
    public bool HasValidationTargets { get; private set; }

    /// <summary>The number of training rows.</summary>
    public int TrainingRowCount => RowCount - BadRowCount - ValidationRowCount;

    /// <summary>The sum of the training rows' weights.</summary>
    public double TotalWeight { get; private set; }

    /// <summary>D, the number of features.</summary>
    public int FeatureCount => _counts.Length;

    /// <summary>L, the number of labels.</summary>
    public int LabelCount => _positives.Length;

    /// <summary>The sum of the weights of the cells whose target is not missing.</summary>
    public double Cells
    {
        get
        {
            double cells = TotalWeight * LabelCount;
            foreach (double missing in _missing)
                cells -= missing;
            return cells;
        }
    }

    /// <summary>Whether no target is above zero.</summary>
    public bool IsWithoutPositives => !_positives.AsSpan().ContainsAnyExcept(0d);

    /// <summary>The windows of a pass.</summary>
    public IReadOnlyList<WindowSize> Windows => _windows;

    /// <summary>The number of training rows in which each feature is non-zero.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <summary>The mean of a feature over all rows, including zeros.</summary>
    /// <param name="feature">The feature.</param>
    public double Mean(int feature) => _means[feature] * (_weights[feature] / TotalWeight);

    /// <summary>The mean square of a feature over all rows, including zeros.</summary>
    /// <param name="feature">The feature.</param>
    public double MeanSquare(int feature) =>
        (_deviations[feature] + (_means[feature] * _means[feature] * _weights[feature])) / TotalWeight;

    /// <summary>The variance of a feature over all rows, including zeros, with all digits even if the mean is much greater than the deviations.</summary>
    /// <param name="feature">The feature.</param>
    public double Variance(int feature)
    {
        double share = _weights[feature] / TotalWeight;
        return (_deviations[feature] / TotalWeight) + (_means[feature] * _means[feature] * share * (1 - share));
    }

    /// <summary>The weighted sum of a label's targets, without missing ones.</summary>
    /// <param name="label">The label.</param>
    public double Positives(int label) => _positives[label];

    /// <summary>The weight of the rows whose target of a label is not missing.</summary>
    /// <param name="label">The label.</param>
    public double TargetWeight(int label) => TotalWeight - _missing[label];

    /// <summary>Reads all rows once.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="holdOut">The rows held out for validation.</param>
    /// <param name="cancellation">Cancels the pass.</param>
    public static RowStatistics Collect(RowSource source, HoldOut holdOut, CancellationToken cancellation)
    {
        var statistics = new RowStatistics(source.FeatureCount, source.LabelCount, source.HasCellWeights);
        var window = default(WindowSize);
        long windowValues = 0;
        using RowReader reader = source.Open();
        while (reader.MoveNext())
        {
            if ((statistics.RowCount & 1023) == 0)
                cancellation.ThrowIfCancellationRequested();
            int learnt = statistics.TrainingRowCount;
            windowValues += statistics.Add(reader.Current, holdOut);
            window = new WindowSize(window.RowCount + 1, window.TrainingRowCount + statistics.TrainingRowCount - learnt);
            if (windowValues >= WindowValues)
            {
                statistics._windows.Add(window);
                window = default;
                windowValues = 0;
            }
        }

        if (window.RowCount > 0)
            statistics._windows.Add(window);
        return statistics;
    }

    private int Add(TrainingRow row, HoldOut holdOut)
    {
        int number = RowCount++;
        if (!row.IsFinite)
        {
            BadRowCount++;
            return 0;
        }

        if (holdOut.Contains(number))
        {
            ValidationRowCount++;
            HasValidationTargets = HasValidationTargets || HasTarget(row);
            return 0;
        }

        double weight = row.Weight;
        CheckWeight(weight, number);
        TotalWeight += weight;
        HasTargets = HasTargets || HasTarget(row);
        AddTargets(row, weight, number);
        return AddFeatures(row, weight);
    }

    private bool HasTarget(TrainingRow row)
    {
        if (!(row.Weight > 0))
            return false;
        row.CopyTargets(_targets);
        if (_cells.Length > 0)
            row.CopyCells(_cells);
        for (int label = 0; label < _targets.Length; label++)
        {
            if (!float.IsNaN(_targets[label]) && (_cells.Length == 0 || _cells[label] > 0))
                return true;
        }

        return false;
    }

    private static void CheckWeight(double weight, int number)
    {
        if (!(weight >= 0 && weight < double.PositiveInfinity))
            throw new ArgumentException(FormattableString.Invariant($"Row {number} weighs {weight}; a weight is finite and not negative."));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int AddFeatures(TrainingRow row, double weight)
    {
        int nonZeros = 0;
        bool dense = row.Indices.IsEmpty;
        for (int i = 0; i < row.Values.Length; i++)
        {
            double value = row.Values[i];
            if (value == 0)
                continue;
            int feature = dense ? i : row.Indices[i];
            nonZeros++;
            _counts[feature]++;
            if (weight == 0)
                continue;

            // The updating formulas of Welford (1962), for weights by West (1979): the difference of the mean square and the squared mean would
            // lose the digits of a small variance.
            double deviation = value - _means[feature];
            _weights[feature] += weight;
            _means[feature] += deviation * (weight / _weights[feature]);
            _deviations[feature] += weight * deviation * (value - _means[feature]);
        }

        return nonZeros;
    }

    /// <summary>The weight by which a cell is below its row's counts as missing; above, as a negative amount.</summary>
    private void AddCells(TrainingRow row, double weight, int number)
    {
        row.CopyCells(_cells);
        for (int label = 0; label < _cells.Length; label++)
        {
            if (!(_cells[label] >= 0 && _cells[label] < float.PositiveInfinity))
                throw new ArgumentException(FormattableString.Invariant($"Label {label} of row {number} weighs {_cells[label]}; a weight is finite and not negative."));
            _missing[label] += weight * (1.0 - _cells[label]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddTargets(TrainingRow row, double weight, int number)
    {
        if (_cells.Length > 0)
            AddCells(row, weight, number);
        bool dense = row.TargetIndices.IsEmpty;
        for (int i = 0; i < row.Targets.Length; i++)
        {
            int label = dense ? i : row.TargetIndices[i];
            float target = row.Targets[i];
            double counted = _cells.Length > 0 ? weight * _cells[label] : weight;
            if (float.IsNaN(target))
                _missing[label] += counted;
            else if (target is >= 0 and <= 1)
                _positives[label] += counted * target;
            else
                throw new ArgumentException(FormattableString.Invariant($"The target of label {label} in row {number} is {target}; expected a number in [0, 1], or NaN where it is missing."));
        }
    }
}
