using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary>
/// The preconditioner of <see cref="PreciseConjugateGradient"/>: for dense rows the Cholesky factor of the Gram matrix, as in
/// <see cref="GramPreconditioner"/>, but of features shifted by their means if the bias is free, and without leaving out nearly dependent
/// columns; otherwise the Hessian's diagonal.
/// </summary>
/// <param name="block">The labels.</param>
internal sealed unsafe class PrecisePreconditioner(LogisticRegressionBlock block)
{
    private const int Lanes = LogisticRegressionBlock.Lanes;

    // A smaller fraction of a column's mean square than this is not the variance of single-precision numbers, but rounding.
    private const double Constant = 1e-15;

    // A pivot that is a smaller fraction of its diagonal is mostly rounding error: it is replaced by this fraction.
    private const double Dependent = 1e-12;

    private readonly double[] _means = block.Problem.Gram is not null && block.FitBias ? FeatureGram.Means(block.Problem.Data) : new double[block.FeatureCount];
    private readonly int _size = block.FeatureCount + 1;
    private FeatureGram? _gram;
    private double[] _factor = [];
    private LaneArray<double>? _inverse;

    /// <summary>Adapts to a Hessian.</summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="l2">The L2 term's weight.</param>
    public void Prepare(LogisticRegressionHessian hessian, double l2)
    {
        if (block.Problem.Gram is not null)
        {
            if (_gram is null)
            {
                _gram = FeatureGram.Of(block.Problem.Data, _means);
                _gram.Complete(block.Problem.Data, _means, Constant);
            }

            Factor(_gram, hessian.MeanCurvature(), l2);
            return;
        }

        _inverse ??= new LaneArray<double>(_size);
        hessian.Diagonal(l2, _inverse);
        foreach (ref double value in _inverse.Span)
            value = value > 0 ? 1 / value : 0;
    }

    /// <summary>Applies it.</summary>
    /// <param name="residual">(D + 1) x 16 values.</param>
    /// <param name="result">Receives (D + 1) x 16 values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(LaneArray<double> residual, LaneArray<double> result)
    {
        double* r = residual.Pointer, x = result.Pointer;
        for (nint half = 0; half < Lanes; half += 8)
        {
            if (_inverse is not null)
            {
                for (nint i = half; i < result.Length; i += Lanes)
                    (Vector512.LoadAligned(r + i) * Vector512.LoadAligned(_inverse.Pointer + i)).StoreAligned(x + i);
                continue;
            }

            // In the shifted frame a weight's gradient is that of the weight less its mean times that of the bias.
            Vector512<double> bias = Vector512.LoadAligned(r + ((nint)block.FeatureCount * Lanes) + half);
            for (int i = 0; i < _size; i++)
            {
                Vector512<double> value = Vector512.LoadAligned(r + At(i, half)) - (i < _means.Length ? _means[i] * bias : Vector512<double>.Zero);
                for (int j = 0; j < i; j++)
                    value -= _factor[(i * _size) + j] * Vector512.LoadAligned(x + At(j, half));
                (value * _factor[(i * _size) + i]).StoreAligned(x + At(i, half));
            }

            Vector512<double> moved = Vector512<double>.Zero;
            for (int i = _size - 1; i >= 0; i--)
            {
                Vector512<double> value = Vector512.LoadAligned(x + At(i, half)) * _factor[(i * _size) + i];
                value.StoreAligned(x + At(i, half));
                moved += i < _means.Length ? _means[i] * value : Vector512<double>.Zero;
                for (int j = 0; j < i; j++)
                    (Vector512.LoadAligned(x + At(j, half)) - (_factor[(i * _size) + j] * value)).StoreAligned(x + At(j, half));
            }

            nint last = At(block.FeatureCount, half);
            (Vector512.LoadAligned(x + last) - moved).StoreAligned(x + last);
        }
    }

    private static nint At(int row, nint half) => ((nint)row * Lanes) + half;

    // The Cholesky factor, row by row, with inverted diagonal.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Factor(FeatureGram gram, double curvature, double l2)
    {
        if (_factor.Length == 0)
            _factor = new double[_size * _size];
        double rows = gram.Values[((_size - 1) * gram.Stride) + _size - 1];
        for (int i = 0; i < _size; i++)
        {
            bool isBias = i == _size - 1;
            Span<double> row = _factor.AsSpan(i * _size, _size);
            for (int j = 0; j <= i; j++)
                row[j] = isBias && !block.FitBias ? 0 : curvature * gram.Values[(i * gram.Stride) + j];
            row[i] += isBias ? 0 : l2;
            for (int j = 0; j < i; j++)
            {
                ReadOnlySpan<double> other = _factor.AsSpan(j * _size, j + 1);
                row[j] = (row[j] - System.Numerics.Tensors.TensorPrimitives.Dot(row[..j], other[..j])) * other[j];
            }

            double diagonal = row[i], mean = isBias ? 0 : _means[i];
            double pivot = Math.Max(diagonal - System.Numerics.Tensors.TensorPrimitives.Dot(row[..i], row[..i]), Dependent * diagonal);
            row[i] = diagonal > Constant * curvature * rows * mean * mean ? 1 / Math.Sqrt(pivot) : 0;
        }
    }
}
