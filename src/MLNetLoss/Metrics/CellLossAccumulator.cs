using System.Runtime.CompilerServices;

namespace MLNetLoss.Metrics;

/// <summary>
/// Binary cross-entropy, squared error and calibration of probabilities, per label. Fractional targets count as they are.
/// </summary>
/// <remarks>
/// The cross-entropy is computed from the scores as logits, accurate at any size, when the probabilities are the sigmoid of the scores in every
/// row; otherwise from the probabilities, with logarithms clamped at -100 as in PyTorch. Both are summed, as only the last row decides.
/// </remarks>
/// <param name="labelCount">L, the number of labels.</param>
/// <param name="binCount">Number of calibration bins.</param>
internal sealed class CellLossAccumulator(int labelCount, int binCount)
{
    // A single-precision sigmoid lies within a few 6e-8 of the true one.
    private const double SigmoidTolerance = 1e-6;

    private readonly ColumnSums _ofLogits = new(labelCount);
    private readonly ColumnSums _ofProbabilities = new(labelCount);
    private readonly ColumnSums _squares = new(labelCount);
    private readonly double[] _logitLoss = new double[labelCount];
    private readonly double[] _probability = new double[labelCount];
    private readonly double[] _loss = new double[labelCount];
    private readonly double[] _square = new double[labelCount];

    /// <summary>The largest difference between a given probability and the sigmoid of its score.</summary>
    private double _deviation;

    /// <summary>Whether the cross-entropy comes from the scores.</summary>
    public bool FromLogits => _deviation <= SigmoidTolerance;

    /// <summary>The bins of probability.</summary>
    public CalibrationAccumulator Calibration { get; } = new(labelCount, binCount);

    /// <summary>The summed cross-entropy of a label.</summary>
    /// <param name="label">The label.</param>
    public double CrossEntropy(int label) => (FromLogits ? _ofLogits : _ofProbabilities).Sum(label);

    /// <summary>The summed squared error of a label's probabilities.</summary>
    /// <param name="label">The label.</param>
    public double Squares(int label) => _squares.Sum(label);

    /// <summary>The probabilities of the last row.</summary>
    public ReadOnlySpan<double> LastProbabilities => _probability;

    /// <summary>The cross-entropies of the last row from its scores, 0 where the target is missing.</summary>
    public ReadOnlySpan<double> LastLogitLosses => _logitLoss;

    /// <summary>The cross-entropies of the last row from its probabilities, 0 where the target is missing.</summary>
    public ReadOnlySpan<double> LastProbabilityLosses => _loss;

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(in ScoredRow row)
    {
        CellLossKernel.OfLogits(row.Scores, row.Targets, _probability, _logitLoss);
        if (row.Probabilities.IsEmpty)
            _logitLoss.CopyTo(_loss, 0);
        else
            _deviation = Math.Max(_deviation, CellLossKernel.OfProbabilities(row.Probabilities, row.Targets, _probability, _loss));
        CellLossKernel.Squares(_probability, row.Targets, _square);
        if (!row.IsComplete)
            LeaveOutMissing(row);
        _ofLogits.Add(_logitLoss, row.Weight);
        _ofProbabilities.Add(_loss, row.Weight);
        _squares.Add(_square, row.Weight);
        Calibration.Add(row, _probability);
    }

    /// <summary>Adds the rows of another accumulator.</summary>
    /// <param name="other">The other.</param>
    public void Merge(CellLossAccumulator other)
    {
        _ofLogits.Add(other._ofLogits);
        _ofProbabilities.Add(other._ofProbabilities);
        _squares.Add(other._squares);
        Calibration.Merge(other.Calibration);
        _deviation = Math.Max(_deviation, other._deviation);
    }

    private void LeaveOutMissing(in ScoredRow row)
    {
        for (int label = 0; label < labelCount; label++)
        {
            if (float.IsNaN(row.Targets[label]))
                _logitLoss[label] = _loss[label] = _square[label] = 0;
        }
    }
}
