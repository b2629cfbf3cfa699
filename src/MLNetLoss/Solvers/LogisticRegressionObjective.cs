using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary>
/// The objective of sixteen labels side by side, its gradient and its curvature with respect to the scores, in one pass over the rows:
/// <c>sum of c (softplus(z) - t z) + L2 / 2 |w|^2</c> with <c>z = x w + b</c>.
/// The targets enter only through <see cref="LogisticRegressionBlock.TargetSums"/>, since the loss is linear in them.
/// Losses are summed in double precision. Scores and gradient, which take nearly all the time, may be computed in single precision, the
/// gradient summed over no more rows than a <see cref="RowBlock"/> has: the objective is then accurate to about 1e-7 of
/// <see cref="Magnitudes"/>, unless a score is the small sum of large terms.
/// </summary>
/// <param name="block">The labels.</param>
internal sealed unsafe class LogisticRegressionObjective(LogisticRegressionBlock block)
{
    private const int Lanes = LogisticRegressionBlock.Lanes;

    private readonly LaneArray<float> _weights = new(block.FeatureCount + 1);
    private readonly LaneArray<float> _gradient = new(block.FeatureCount + 1);

    /// <summary>(D + 1) x 16 gradient at the last evaluated weights; that of the bias is zero if there is no bias.</summary>
    public LaneArray<double> Gradient { get; } = new(block.FeatureCount + 1);

    /// <summary>N x 16 second derivatives of the weighted loss with respect to the score.</summary>
    public LaneArray<float> Curvature { get; } = new(block.Problem.Data.RowCount);

    /// <summary>For each lane the objective.</summary>
    public double[] Values { get; } = new double[Lanes];

    /// <summary>For each lane the sum of <c>c softplus(z)</c>: the rounding errors of <see cref="Values"/> are relative to it.</summary>
    public double[] Magnitudes { get; } = new double[Lanes];

    /// <summary>For each lane the squared norm of the gradient with respect to the weights, excluding the bias.</summary>
    public double[] SquaredGradient { get; } = new double[Lanes];

    /// <summary>For each lane the gradient with respect to the bias.</summary>
    public double[] BiasGradient { get; } = new double[Lanes];

    /// <summary>For each lane the curvature with respect to the bias: the sum over rows of <see cref="Curvature"/>.</summary>
    public double[] BiasCurvature { get; } = new double[Lanes];

    /// <summary>For each lane the sum over rows of <see cref="Curvature"/> times the norm of the row's features.</summary>
    public double[] NormCurvature { get; } = new double[Lanes];

    /// <summary>Evaluates at given weights.</summary>
    /// <param name="weights">(D + 1) x 16 weights, the biases last.</param>
    /// <param name="l2">The L2 term's weight.</param>
    /// <param name="isExact">Whether to compute scores and gradient in double precision; otherwise the weights must be single-precision numbers.</param>
    /// <param name="cancellation">Cancels between blocks of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Evaluate(LaneArray<double> weights, double l2, bool isExact, CancellationToken cancellation)
    {
        if (!isExact)
            LaneMath.Narrow(weights, _weights);
        RowMatrix features = block.Problem.Data.Features;
        Gradient.Span.Clear();
        var sums = default(Sums);
        int first = 0;
        foreach (RowBlock rows in features.Blocks)
        {
            cancellation.ThrowIfCancellationRequested();
            if (isExact && rows.IsDense)
                AddRows<DenseColumns>(rows, first, weights.Pointer, ref sums);
            else if (isExact)
                AddRows<SparseColumns>(rows, first, weights.Pointer, ref sums);
            else if (rows.IsDense)
                AddRowsInSingle<DenseColumns>(rows, first, ref sums);
            else
                AddRowsInSingle<SparseColumns>(rows, first, ref sums);
            first += rows.RowCount;
        }

        sums.LossLow.CopyTo(Magnitudes);
        sums.LossHigh.CopyTo(Magnitudes, 8);
        AddPenalty(weights.Pointer, l2, ref sums);
        sums.LossLow.CopyTo(Values);
        sums.LossHigh.CopyTo(Values, 8);
        sums.BiasCurvatureLow.CopyTo(BiasCurvature);
        sums.BiasCurvatureHigh.CopyTo(BiasCurvature, 8);
        sums.NormCurvatureLow.CopyTo(NormCurvature);
        sums.NormCurvatureHigh.CopyTo(NormCurvature, 8);
    }

    /// <summary>
    /// A bound on a lane's distance from its minimum. With an L2 term and the bias at its optimum, the gap to the dual point that the
    /// residuals define is exactly <c>|g|^2 / (2 L2)</c>. Otherwise the bias is first moved to its optimum, by at most d. Since the third
    /// derivative of the loss is never larger than the second, curvatures change by a factor of at most e^d on the way, so that with r the
    /// bias gradient over the curvature, <c>d = -ln(1 - r)</c>; that bounds what the move changes in objective and gradient. Infinite
    /// where r is 1 or more, and without an L2 term, where there is no such dual point.
    /// </summary>
    /// <param name="lane">The lane.</param>
    /// <param name="l2">The L2 term's weight.</param>
    public double GapOf(int lane, double l2)
    {
        double ratio = BiasGradient[lane] == 0 ? 0 : Math.Abs(BiasGradient[lane]) / BiasCurvature[lane];
        if (l2 == 0 || !(ratio < 1))
            return double.PositiveInfinity;
        double moved = Math.Sqrt(SquaredGradient[lane]) + (NormCurvature[lane] * ratio / (1 - ratio));
        return (moved * moved / (2 * l2)) + (BiasCurvature[lane] * GainOfBias(ratio));
    }

    /// <summary>The first-order approximation of <see cref="GapOf"/> in the bias gradient: not a bound, but finite also where that is not, to steer the solver. Infinite without an L2 term.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="l2">The L2 term's weight.</param>
    public double EstimatedGapOf(int lane, double l2)
    {
        double bias = Math.Abs(BiasGradient[lane]);
        double norm = Math.Sqrt(SquaredGradient[lane]);
        if (l2 == 0)
            return double.PositiveInfinity;
        if (bias == 0)
            return norm * norm / (2 * l2);
        double moved = norm + (bias * NormCurvature[lane] / BiasCurvature[lane]);
        return (moved * moved / (2 * l2)) + (bias * bias / (2 * BiasCurvature[lane]));
    }

    /// <summary>The sum of the objectives of the labels with both classes, and that of their distances from lower bounds.</summary>
    /// <param name="lowerBounds">For each lane a lower bound on its minimum.</param>
    public (double Objective, double Gap) Total(double[] lowerBounds)
    {
        double objective = 0, gap = 0;
        for (int lane = 0; lane < Lanes; lane++)
        {
            if (!block.HasBothClasses[lane])
                continue;
            objective += Values[lane];
            gap += Values[lane] - lowerBounds[lane];
        }

        return (objective, gap);
    }

    // r + (1 - r) ln(1 - r), which loses its digits to cancellation when r is small: then its series, whose last term here bounds the rest.
    private static double GainOfBias(double ratio) => ratio < 1e-4
        ? ratio * ratio * (0.5 + (ratio / 6) + (ratio * ratio / 6))
        : ratio + ((1 - ratio) * Math.Log(1 - ratio));

    // Adds the penalty and the part that is linear in the targets to gradient and value.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddPenalty(double* weights, double l2, ref Sums sums)
    {
        double* gradient = Gradient.Pointer;
        double* targets = block.TargetSums.Pointer;
        for (int half = 0; half < Lanes; half += 8)
        {
            Vector512<double> value = Vector512<double>.Zero, square = Vector512<double>.Zero;
            Vector512<double> halfL2 = Vector512.Create(l2 / 2);
            for (nint i = half; i < (nint)block.FeatureCount * Lanes; i += Lanes)
            {
                Vector512<double> w = Vector512.LoadAligned(weights + i), t = Vector512.LoadAligned(targets + i);
                Vector512<double> g = Vector512.LoadAligned(gradient + i) + (l2 * w) - t;
                g.StoreAligned(gradient + i);
                value += w * ((halfL2 * w) - t);
                square += g * g;
            }

            nint bias = ((nint)block.FeatureCount * Lanes) + half;
            Vector512<double> biasGradient = Vector512.LoadAligned(gradient + bias) - Vector512.LoadAligned(targets + bias);
            biasGradient = block.FitBias ? biasGradient : Vector512<double>.Zero;
            biasGradient.StoreAligned(gradient + bias);
            value -= Vector512.LoadAligned(weights + bias) * Vector512.LoadAligned(targets + bias);
            square.CopyTo(SquaredGradient, half);
            biasGradient.CopyTo(BiasGradient, half);
            if (half == 0)
                sums.LossLow += value;
            else
                sums.LossHigh += value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRows<TColumns>(RowBlock rows, int first, double* weights, ref Sums sums) where TColumns : struct, IColumns
    {
        double* gradient = Gradient.Pointer;
        double* bias = weights + ((nint)block.FeatureCount * Lanes);
        double* biasGradient = gradient + ((nint)block.FeatureCount * Lanes);
        for (int row = 0; row < rows.RowCount; row++)
        {
            if (block.Problem.IsRepeat(first + row))
                continue;
            ReadOnlySpan<float> values = rows.Values(row);
            ref float value = ref MemoryMarshal.GetReference(values);
            ref int column = ref MemoryMarshal.GetReference(rows.Indices(row));

            Vector512<double> low = Vector512.LoadAligned(bias), high = Vector512.LoadAligned(bias + 8);
            Vector512<double> low2 = Vector512<double>.Zero, high2 = Vector512<double>.Zero;
            int i = 0;
            for (; i + 1 < values.Length; i += 2)
            {
                double* a = weights + TColumns.Offset(ref column, i), b = weights + TColumns.Offset(ref column, i + 1);
                Vector512<double> va = Vector512.Create((double)Unsafe.Add(ref value, i));
                Vector512<double> vb = Vector512.Create((double)Unsafe.Add(ref value, i + 1));
                low = Vector512.FusedMultiplyAdd(va, Vector512.LoadAligned(a), low);
                high = Vector512.FusedMultiplyAdd(va, Vector512.LoadAligned(a + 8), high);
                low2 = Vector512.FusedMultiplyAdd(vb, Vector512.LoadAligned(b), low2);
                high2 = Vector512.FusedMultiplyAdd(vb, Vector512.LoadAligned(b + 8), high2);
            }

            if (i < values.Length)
            {
                double* a = weights + TColumns.Offset(ref column, i);
                Vector512<double> va = Vector512.Create((double)Unsafe.Add(ref value, i));
                low = Vector512.FusedMultiplyAdd(va, Vector512.LoadAligned(a), low);
                high = Vector512.FusedMultiplyAdd(va, Vector512.LoadAligned(a + 8), high);
            }

            Vector512<double> residualLow = low + low2, residualHigh = high + high2;
            AddTerms(first + row, ref residualLow, ref residualHigh, ref sums);
            (Vector512.LoadAligned(biasGradient) + residualLow).StoreAligned(biasGradient);
            (Vector512.LoadAligned(biasGradient + 8) + residualHigh).StoreAligned(biasGradient + 8);
            for (i = 0; i < values.Length; i++)
            {
                double* a = gradient + TColumns.Offset(ref column, i);
                Vector512<double> va = Vector512.Create((double)Unsafe.Add(ref value, i));
                Vector512.FusedMultiplyAdd(va, residualLow, Vector512.LoadAligned(a)).StoreAligned(a);
                Vector512.FusedMultiplyAdd(va, residualHigh, Vector512.LoadAligned(a + 8)).StoreAligned(a + 8);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRowsInSingle<TColumns>(RowBlock rows, int first, ref Sums sums) where TColumns : struct, IColumns
    {
        float* weights = _weights.Pointer, gradient = _gradient.Pointer;
        nint bias = (nint)block.FeatureCount * Lanes;
        int[]? columns = block.Problem.FeaturesOf(first);
        if (columns is null)
            _gradient.Span.Clear();
        else
            LaneMath.Clear(_gradient, columns);
        for (int row = 0; row < rows.RowCount; row++)
        {
            if (block.Problem.IsRepeat(first + row))
                continue;
            ReadOnlySpan<float> values = rows.Values(row);
            ref float value = ref MemoryMarshal.GetReference(values);
            ref int column = ref MemoryMarshal.GetReference(rows.Indices(row));
            Vector512<float> score = LaneRow.Dot<TColumns>(ref value, ref column, values.Length, weights, Vector512.LoadAligned(weights + bias));
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(score);
            AddTerms(first + row, ref low, ref high, ref sums);
            var residual = Vector512.Narrow(low, high);
            (Vector512.LoadAligned(gradient + bias) + residual).StoreAligned(gradient + bias);
            LaneRow.Add<TColumns>(ref value, ref column, values.Length, residual, gradient);
        }

        if (columns is null)
            LaneMath.Add(_gradient, Gradient);
        else
            LaneMath.Add(_gradient, Gradient, columns);
    }

    // Replaces a row's scores by the weighted derivatives of the loss, and adds the row's other terms to the sums.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddTerms(int row, ref Vector512<double> low, ref Vector512<double> high, ref Sums sums)
    {
        (Vector512<double> weightLow, Vector512<double> weightHigh) = Vector512.Widen(block.WeightOf(row));
        low = weightLow * LogisticTerms.Of(low, out Vector512<double> lossLow, out Vector512<double> curvatureLow);
        high = weightHigh * LogisticTerms.Of(high, out Vector512<double> lossHigh, out Vector512<double> curvatureHigh);
        curvatureLow *= weightLow;
        curvatureHigh *= weightHigh;
        sums.LossLow += lossLow * weightLow;
        sums.LossHigh += lossHigh * weightHigh;
        Vector512.Narrow(curvatureLow, curvatureHigh).StoreAligned(Curvature.Pointer + ((nint)row * Lanes));
        Vector512<double> norm = Vector512.Create((double)block.Problem.Norms[row]);
        sums.BiasCurvatureLow += curvatureLow;
        sums.BiasCurvatureHigh += curvatureHigh;
        sums.NormCurvatureLow += curvatureLow * norm;
        sums.NormCurvatureHigh += curvatureHigh * norm;
    }

    private struct Sums
    {
        public Vector512<double> LossLow, LossHigh, BiasCurvatureLow, BiasCurvatureHigh, NormCurvatureLow, NormCurvatureHigh;
    }
}
