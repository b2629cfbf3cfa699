using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary>
/// Dual coordinate ascent for sixteen labels side by side (Yu, Huang and Lin, Dual coordinate descent methods for logistic regression
/// and maximum entropy models, Machine Learning 85, 2011). The dual has one variable a row, here kept as the logit s of a probability
/// p; its weights are <c>w = sum of c (t - p) x / L2</c>. Each step maximises the dual in one row's variable, for all labels, and updates the
/// weights. A few passes over sparse rows come close to the minimum; Newton's method finishes.
/// A free bias would couple all rows' variables by a constraint. Instead an L2 term of its own holds it to a centre, which follows it from
/// pass to pass; Newton's method then works without that term.
/// </summary>
/// <param name="block">The labels.</param>
internal sealed unsafe class DualCoordinateAscent(LogisticRegressionBlock block)
{
    /// <summary>Passes end when one gains less than this fraction of the total gain: Newton's method is then faster.</summary>
    private const double Handover = 2e-4;

    /// <summary>The most passes: on rows of large norm, or with little L2, ascent is slow.</summary>
    private const int MaximumPasses = 25;

    private const int Lanes = LogisticRegressionBlock.Lanes;

    // The logit of a probability that is 0 or 1 for practical purposes: the difference is negligible in single precision.
    private const float Extreme = 20;

    // A step's root finder ends when no lane moved further than this, which leaves an error of about its square, or after so many moves.
    private const float RootTolerance = 0.3f;
    private const int MaximumMoves = 20;

    // The weight of a free bias in a row, as a fraction of the mean row's squared norm. More makes it unstable, less makes it slow.
    private const float BiasShare = 0.25f;

    private readonly int[] _order = [.. Enumerable.Range(0, block.Problem.Data.RowCount).Where(row => !block.Problem.IsRepeat(row))];

    /// <summary>N x 16: the targets before <see cref="Run"/>, the logits of the dual's probabilities after.</summary>
    public LaneArray<float> Logits { get; } = new(block.Problem.Data.RowCount);

    /// <summary>(D + 1) x 16 weights, the biases last.</summary>
    public LaneArray<float> Weights { get; } = new(block.FeatureCount + 1);

    /// <summary>
    /// Starts with residuals, and so weights, of practically zero, and passes over the rows in random order until the gain is small.
    /// </summary>
    /// <param name="bias">The 16 initial biases.</param>
    /// <param name="l2">The L2 term's weight, greater than 0.</param>
    /// <param name="seed">The seed of the row order.</param>
    /// <param name="cancellation">Cancels between passes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ReadOnlySpan<float> bias, double l2, int seed, CancellationToken cancellation)
    {
        foreach (ref float value in Logits.Span)
            value = value == 0 ? -Extreme : Math.Clamp(MathF.Log(value / (1 - value)), -Extreme, Extreme);
        Weights.Span.Clear();
        bias.CopyTo(Weights.Span[(block.FeatureCount * Lanes)..]);
        Array.Sort(_order);
        var random = new Random(seed);
        double gained = 0;
        Span<float> centre = stackalloc float[Lanes];
        bias.CopyTo(centre);
        for (int pass = 0; pass < MaximumPasses; pass++)
        {
            cancellation.ThrowIfCancellationRequested();
            random.Shuffle(_order);
            double gain = Pass((float)(1 / l2));
            gained += gain;
            if (!(gain > Handover * gained))
                return;
            if (block.FitBias)
                Release(centre);
        }
    }

    // The method of multipliers for the constraint of a free bias: the centre moves to the bias, and the unchanged pull of the residuals moves
    // the bias as far again.
    private void Release(Span<float> centre)
    {
        Span<float> bias = Weights.Span[(block.FeatureCount * Lanes)..];
        for (int lane = 0; lane < Lanes; lane++)
            (bias[lane], centre[lane]) = ((2 * bias[lane]) - centre[lane], bias[lane]);
    }

    // Returns approximately how much the dual increased.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Pass(float inverseL2)
    {
        RowMatrix features = block.Problem.Data.Features;
        float[] norms = block.Problem.Norms;
        float* weights = Weights.Pointer;
        float* bias = weights + ((nint)block.FeatureCount * Lanes);
        float biasNorm = block.FitBias ? BiasShare * block.Problem.MeanSquaredNorm : 0;
        Vector512<float> rise = Vector512<float>.Zero;
        foreach (int row in _order)
        {
            RowBlock rows = features.Block(row);
            ReadOnlySpan<float> values = rows.Values(row & (RowMatrix.BlockRows - 1));
            ref float value = ref MemoryMarshal.GetReference(values);
            ref int column = ref MemoryMarshal.GetReference(rows.Indices(row & (RowMatrix.BlockRows - 1)));
            Vector512<float> z = Vector512.LoadAligned(bias);
            z = rows.IsDense
                ? LaneRow.Dot<DenseColumns>(ref value, ref column, values.Length, weights, z)
                : LaneRow.Dot<SparseColumns>(ref value, ref column, values.Length, weights, z);

            float* logit = Logits.Pointer + ((nint)row * Lanes);
            Vector512<float> start = Vector512.LoadAligned(logit);
            Vector512<float> weight = block.WeightOf(row) * inverseL2;
            Vector512<float> change = Maximise(z, weight * ((norms[row] * norms[row]) + biasNorm), start, out Vector512<float> end);
            end.StoreAligned(logit);

            // Half of slope times change: exact for a parabola.
            Vector512<float> delta = weight * change;
            rise += delta * (start - z);
            (Vector512.LoadAligned(bias) + (delta * biasNorm)).StoreAligned(bias);
            if (rows.IsDense)
                LaneRow.Add<DenseColumns>(ref value, ref column, values.Length, delta, weights);
            else
                LaneRow.Add<SparseColumns>(ref value, ref column, values.Length, delta, weights);
        }

        return Vector512.Sum(rise) * 0.5 / inverseL2;
    }

    // Newton's method on the logit s for the maximum of the dual in one row's variable, the root of
    // s + slope * sigmoid(s) = z + slope * sigmoid(start). The left side is increasing, convex below zero and concave above: once between zero
    // and the root, all iterates approach the root from the same side. A start beyond the root may step across it, and is clipped at zero.
    // Returns how much the probability fell.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Maximise(
        Vector512<float> z, Vector512<float> slope, Vector512<float> start, out Vector512<float> end)
    {
        Vector512<float> zero = Vector512<float>.Zero, half = Vector512.Create(0.5f);
        Vector512<float> before = LaneMath.Sigmoid(start, out Vector512<float> variance);
        Vector512<float> level = Vector512.FusedMultiplyAdd(slope, before, z);
        Vector512<float> isPositive = Vector512.GreaterThan(level, slope * half);
        Vector512<float> isSameSide = ~(isPositive ^ Vector512.GreaterThan(start, zero));
        Vector512<float> s = start & isSameSide;
        Vector512<float> p = Vector512.ConditionalSelect(isSameSide, before, half);
        variance = Vector512.ConditionalSelect(isSameSide, variance, Vector512.Create(0.25f));
        for (int move = 1; ; move++)
        {
            Vector512<float> excess = Vector512.FusedMultiplyAdd(slope, p, s) - level;
            Vector512<float> next = s - (excess / Vector512.FusedMultiplyAdd(slope, variance, Vector512<float>.One));
            next = Vector512.ConditionalSelect(isPositive, Vector512.Max(next, zero), Vector512.Min(next, zero));
            Vector512<float> moved = Vector512.Abs(next - s);
            s = next;
            p = LaneMath.Sigmoid(s, out variance);
            if (Vector512.LessThanOrEqualAll(moved, Vector512.Create(RootTolerance)) || move == MaximumMoves)
                break;
        }

        end = s;
        return before - p;
    }
}
