using System.Numerics.Tensors;

namespace MLNetLoss.Metrics;

/// <summary>
/// Binary cross-entropy and squared error of probabilities per label, and how well probabilities keep what they promise. Fractional
/// targets count as they are.
/// </summary>
/// <remarks>
/// The cross-entropy is taken from the scores as logits, where it is exact however large they are, when the probabilities are the
/// sigmoid of the scores in every row; else from the probabilities, with logarithms cut at -100 as in PyTorch. Both are summed, as
/// only the last row can tell.
/// </remarks>
/// <param name="labelCount">L, the number of labels.</param>
/// <param name="binCount">Bins of the calibration.</param>
internal sealed class CellLossAccumulator(int labelCount, int binCount)
{
    // A single-precision sigmoid lies within a few 6e-8 of the true one.
    private const double SigmoidTolerance = 1e-6;

    private readonly ColumnSums _ofLogits = new(labelCount);
    private readonly ColumnSums _ofProbabilities = new(labelCount);
    private readonly ColumnSums _squares = new(labelCount);
    private readonly double[] _logitLoss = new double[labelCount];
    private readonly double[] _probability = new double[labelCount];
    private readonly double[] _scratch = new double[labelCount];
    private readonly double[] _loss = new double[labelCount];
    private readonly double[] _square = new double[labelCount];

    /// <summary>The largest distance of a given probability from the sigmoid of its score.</summary>
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
    public void Add(in ScoredRow row)
    {
        FromScores(row);
        if (row.Probabilities.IsEmpty)
            _logitLoss.CopyTo(_loss, 0);
        else
            FromProbabilities(row);

        for (int label = 0; label < labelCount; label++)
        {
            double error = row.Targets[label] - _probability[label];
            _square[label] = error * error;
        }

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

    /// <summary>Sigmoid and cross-entropy of the scores in double precision: max(x, 0) - t x + ln(1 + exp(-|x|)).</summary>
    private void FromScores(in ScoredRow row)
    {
        TensorPrimitives.ConvertChecked(row.Scores, _scratch);
        TensorPrimitives.Abs(_scratch, _scratch);
        TensorPrimitives.Negate(_scratch, _scratch);
        TensorPrimitives.Exp(_scratch, _scratch);
        TensorPrimitives.Add(_scratch, 1.0, _probability);
        TensorPrimitives.Log(_probability, _logitLoss);
        for (int label = 0; label < labelCount; label++)
        {
            double power = _scratch[label];
            double onePlus = _probability[label];
            double inverse = 1 / onePlus;
            // ln(1 + u) from ln of the rounded 1 + u and what the rounding lost.
            double tail = _logitLoss[label] + ((power - (onePlus - 1)) * inverse);
            float score = row.Scores[label];
            double wrong = score >= 0 ? 1.0 - row.Targets[label] : row.Targets[label];
            _logitLoss[label] = wrong == 0 ? tail : tail + (wrong * Math.Abs((double)score));
            _probability[label] = score >= 0 ? inverse : power * inverse;
        }
    }

    private void FromProbabilities(in ScoredRow row)
    {
        for (int label = 0; label < labelCount; label++)
        {
            double probability = row.Probabilities[label];
            double deviation = Math.Abs(probability - _probability[label]);
            if (deviation > _deviation)
                _deviation = deviation;
            _probability[label] = probability;
            _scratch[label] = row.Targets[label] == 1 ? probability : 1 - probability;
        }

        TensorPrimitives.Log(_scratch, _loss);
        for (int label = 0; label < labelCount; label++)
        {
            double target = row.Targets[label];
            double log = Math.Max(_loss[label], -100);
            _loss[label] = target is 0 or 1 ? -log : -((target * Math.Max(Math.Log(_probability[label]), -100)) + ((1 - target) * log));
        }
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
