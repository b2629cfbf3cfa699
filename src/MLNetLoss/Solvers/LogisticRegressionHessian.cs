using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary>
/// Products with the objective's Hessian, <c>X' diag(h) X + L2</c> with the bias as an unregularised feature of value 1, for sixteen labels
/// side by side, in single precision for <see cref="ConjugateGradient"/> and in double for <see cref="PreciseConjugateGradient"/>.
/// </summary>
/// <param name="block">The labels.</param>
/// <param name="curvature">N x 16 second derivatives h of the loss with respect to the score.</param>
internal sealed unsafe class LogisticRegressionHessian(LogisticRegressionBlock block, LaneArray<float> curvature)
{
    private const int Lanes = LogisticRegressionBlock.Lanes;

    private readonly LaneArray<float> _scores = new(LaneRows.Count);

    /// <summary>Computes H d.</summary>
    /// <param name="direction">(D + 1) x 16 values.</param>
    /// <param name="l2">The L2 term's weight.</param>
    /// <param name="product">Receives (D + 1) x 16 values.</param>
    /// <param name="cancellation">Cancels between blocks of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply(LaneArray<float> direction, float l2, LaneArray<float> product, CancellationToken cancellation)
    {
        float* to = product.Pointer, from = direction.Pointer;
        nint bias = (nint)block.FeatureCount * Lanes;
        for (nint i = 0; i < bias; i += Lanes)
            (Vector512.LoadAligned(from + i) * l2).StoreAligned(to + i);
        Vector512<float>.Zero.StoreAligned(to + bias);

        int first = 0;
        foreach (RowBlock rows in block.Problem.Data.Features.Blocks)
        {
            cancellation.ThrowIfCancellationRequested();
            if (rows.IsDense)
            {
                int together = rows.RowCount / LaneRows.Count * LaneRows.Count;
                AddRowsTogether(rows, together, first, from, to);
                AddRows<DenseColumns>(rows, together, first, from, to);
            }
            else
            {
                AddRows<SparseColumns>(rows, 0, first, from, to);
            }

            first += rows.RowCount;
        }

        if (!block.FitBias)
            Vector512<float>.Zero.StoreAligned(to + bias);
    }

    /// <summary>Computes H d in double precision.</summary>
    /// <param name="direction">(D + 1) x 16 values.</param>
    /// <param name="l2">The L2 term's weight.</param>
    /// <param name="product">Receives (D + 1) x 16 values.</param>
    /// <param name="cancellation">Cancels between blocks of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply(LaneArray<double> direction, double l2, LaneArray<double> product, CancellationToken cancellation)
    {
        double* to = product.Pointer, from = direction.Pointer;
        nint bias = (nint)block.FeatureCount * Lanes;
        for (nint i = 0; i < bias; i++)
            to[i] = l2 * from[i];
        product.Span[(int)bias..].Clear();
        int first = 0;
        foreach (RowBlock rows in block.Problem.Data.Features.Blocks)
        {
            cancellation.ThrowIfCancellationRequested();
            if (rows.IsDense)
                AddRows<DenseColumns>(rows, first, from, to);
            else
                AddRows<SparseColumns>(rows, first, from, to);
            first += rows.RowCount;
        }

        if (!block.FitBias)
            product.Span[(int)bias..].Clear();
    }

    /// <summary>Computes the diagonal of H in double precision.</summary>
    /// <param name="l2">The L2 term's weight.</param>
    /// <param name="diagonal">Receives (D + 1) x 16 values.</param>
    public void Diagonal(double l2, LaneArray<double> diagonal)
    {
        int bias = block.FeatureCount * Lanes, first = 0;
        diagonal.Span[..bias].Fill(l2);
        diagonal.Span[bias..].Clear();
        foreach (RowBlock rows in block.Problem.Data.Features.Blocks)
        {
            if (rows.IsDense)
                AddSquares<DenseColumns>(rows, first, diagonal.Pointer);
            else
                AddSquares<SparseColumns>(rows, first, diagonal.Pointer);
            first += rows.RowCount;
        }
    }

    /// <summary>The mean curvature of a row, weighted over rows and averaged over the lanes with a label.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double MeanCurvature()
    {
        double sum = 0, weight = 0;
        Span<float> all = curvature.Span;
        for (int lane = 0; lane < Lanes; lane++)
        {
            if (!block.Active[lane])
                continue;
            for (int i = lane; i < all.Length; i += Lanes)
                sum += all[i];
            weight += block.Weights[lane];
        }

        return sum / weight;
    }

    /// <summary>Computes the diagonal of H.</summary>
    /// <param name="l2">The L2 term's weight.</param>
    /// <param name="diagonal">Receives (D + 1) x 16 values.</param>
    public void Diagonal(float l2, LaneArray<float> diagonal)
    {
        float* to = diagonal.Pointer;
        nint bias = (nint)block.FeatureCount * Lanes;
        diagonal.Span[..(int)bias].Fill(l2);
        Vector512<float>.Zero.StoreAligned(to + bias);
        int first = 0;
        foreach (RowBlock rows in block.Problem.Data.Features.Blocks)
        {
            if (rows.IsDense)
                AddSquares<DenseColumns>(rows, first, to);
            else
                AddSquares<SparseColumns>(rows, first, to);
            first += rows.RowCount;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRowsTogether(RowBlock rows, int count, int first, float* from, float* to)
    {
        nint bias = (nint)block.FeatureCount * Lanes;
        float* scores = _scores.Pointer;
        for (int row = 0; row < count; row += LaneRows.Count)
        {
            fixed (float* values = rows.Values(row))
            {
                LaneRows.Dot(values, block.FeatureCount, from, Vector512.LoadAligned(from + bias), scores);
                for (nint i = 0; i < LaneRows.Count * Lanes; i += Lanes)
                {
                    float* h = curvature.Pointer + ((nint)(first + row) * Lanes) + i;
                    Vector512<float> score = Vector512.LoadAligned(scores + i) * Vector512.LoadAligned(h);
                    score.StoreAligned(scores + i);
                    (Vector512.LoadAligned(to + bias) + score).StoreAligned(to + bias);
                }

                LaneRows.Add(values, block.FeatureCount, scores, to);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRows<TColumns>(RowBlock rows, int start, int first, float* from, float* to) where TColumns : struct, IColumns
    {
        nint bias = (nint)block.FeatureCount * Lanes;
        for (int row = start; row < rows.RowCount; row++)
        {
            if (block.Problem.IsRepeat(first + row))
                continue;
            ReadOnlySpan<float> values = rows.Values(row);
            ref float value = ref MemoryMarshal.GetReference(values);
            ref int column = ref MemoryMarshal.GetReference(rows.Indices(row));
            Vector512<float> score = LaneRow.Dot<TColumns>(ref value, ref column, values.Length, from, Vector512.LoadAligned(from + bias));
            score *= Vector512.LoadAligned(curvature.Pointer + ((nint)(first + row) * Lanes));
            (Vector512.LoadAligned(to + bias) + score).StoreAligned(to + bias);
            LaneRow.Add<TColumns>(ref value, ref column, values.Length, score, to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddSquares<TColumns>(RowBlock rows, int first, float* to) where TColumns : struct, IColumns
    {
        nint bias = (nint)block.FeatureCount * Lanes;
        for (int row = 0; row < rows.RowCount; row++)
        {
            if (block.Problem.IsRepeat(first + row))
                continue;
            ReadOnlySpan<float> values = rows.Values(row);
            ref int column = ref MemoryMarshal.GetReference(rows.Indices(row));
            Vector512<float> h = Vector512.LoadAligned(curvature.Pointer + ((nint)(first + row) * Lanes));
            (Vector512.LoadAligned(to + bias) + h).StoreAligned(to + bias);
            for (int i = 0; i < values.Length; i++)
            {
                float* at = to + TColumns.Offset(ref column, i);
                (Vector512.LoadAligned(at) + (h * (values[i] * values[i]))).StoreAligned(at);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRows<TColumns>(RowBlock rows, int first, double* from, double* to) where TColumns : struct, IColumns
    {
        nint bias = (nint)block.FeatureCount * Lanes;
        for (int row = 0; row < rows.RowCount; row++)
        {
            if (block.Problem.IsRepeat(first + row))
                continue;
            ReadOnlySpan<float> values = rows.Values(row);
            ref int column = ref MemoryMarshal.GetReference(rows.Indices(row));
            Vector512<double> low = Vector512.LoadAligned(from + bias), high = Vector512.LoadAligned(from + bias + 8);
            for (int i = 0; i < values.Length; i++)
            {
                double* at = from + TColumns.Offset(ref column, i);
                Vector512<double> value = Vector512.Create((double)values[i]);
                low = Vector512.FusedMultiplyAdd(value, Vector512.LoadAligned(at), low);
                high = Vector512.FusedMultiplyAdd(value, Vector512.LoadAligned(at + 8), high);
            }

            (Vector512<double> curvatureLow, Vector512<double> curvatureHigh) =
                Vector512.Widen(Vector512.LoadAligned(curvature.Pointer + ((nint)(first + row) * Lanes)));
            low *= curvatureLow;
            high *= curvatureHigh;
            (Vector512.LoadAligned(to + bias) + low).StoreAligned(to + bias);
            (Vector512.LoadAligned(to + bias + 8) + high).StoreAligned(to + bias + 8);
            for (int i = 0; i < values.Length; i++)
            {
                double* at = to + TColumns.Offset(ref column, i);
                Vector512<double> value = Vector512.Create((double)values[i]);
                Vector512.FusedMultiplyAdd(value, low, Vector512.LoadAligned(at)).StoreAligned(at);
                Vector512.FusedMultiplyAdd(value, high, Vector512.LoadAligned(at + 8)).StoreAligned(at + 8);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddSquares<TColumns>(RowBlock rows, int first, double* to) where TColumns : struct, IColumns
    {
        double* bias = to + ((nint)block.FeatureCount * Lanes);
        for (int row = 0; row < rows.RowCount; row++)
        {
            if (block.Problem.IsRepeat(first + row))
                continue;
            ReadOnlySpan<float> values = rows.Values(row);
            ref int column = ref MemoryMarshal.GetReference(rows.Indices(row));
            float* h = curvature.Pointer + ((nint)(first + row) * Lanes);
            for (int lane = 0; lane < Lanes; lane++)
                bias[lane] += h[lane];
            for (int i = 0; i < values.Length; i++)
            {
                double* at = to + TColumns.Offset(ref column, i);
                double square = (double)values[i] * values[i];
                for (int lane = 0; lane < Lanes; lane++)
                    at[lane] += h[lane] * square;
            }
        }
    }
}
