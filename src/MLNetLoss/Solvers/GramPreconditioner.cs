using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary>
/// The inverse of <c>k X'CX + L2</c>, by its Cholesky factor: the Hessian if all rows had the same curvature k, here the mean over rows and
/// labels. The Hessians of all labels are close to it, however correlated dense features are; only the variation of curvature from row to row
/// remains. One factor serves sixteen labels.
/// </summary>
/// <param name="gram">X'CX, see <see cref="FeatureGram"/>.</param>
/// <param name="fitBias">Whether the bias is free.</param>
internal sealed unsafe class GramPreconditioner(FeatureGram gram, bool fitBias) : ILanePreconditioner
{
    private const int Lanes = LogisticRegressionBlock.Lanes;

    // A pivot no larger than this fraction of its diagonal is rounding error: the column depends linearly on earlier ones.
    private const double Dependent = 1e-12;

    private readonly int _size = gram.Size;
    private readonly int _stride = gram.Stride;
    private readonly double[] _factor = new double[gram.Values.Length];
    private readonly float[] _lower = new float[gram.Values.Length];

    /// <inheritdoc/>
    public void Prepare(LogisticRegressionHessian hessian, float l2)
    {
        Factor(hessian.MeanCurvature(), l2);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(LaneArray<float> residual, LaneArray<float> result)
    {
        float* x = result.Pointer;
        fixed (float* lower = _lower)
        {
            for (int i = 0; i < _size; i++)
            {
                Vector512<float> a = Vector512.LoadAligned(residual.Pointer + ((nint)i * Lanes)), b = Vector512<float>.Zero;
                float* row = lower + ((nint)i * _stride);
                int j = 0;
                for (; j + 1 < i; j += 2)
                {
                    a = Vector512.FusedMultiplyAdd(Vector512.Create(-row[j]), Vector512.LoadAligned(x + ((nint)j * Lanes)), a);
                    b = Vector512.FusedMultiplyAdd(Vector512.Create(-row[j + 1]), Vector512.LoadAligned(x + ((nint)(j + 1) * Lanes)), b);
                }

                if (j < i)
                    a = Vector512.FusedMultiplyAdd(Vector512.Create(-row[j]), Vector512.LoadAligned(x + ((nint)j * Lanes)), a);
                ((a + b) * row[i]).StoreAligned(x + ((nint)i * Lanes));
            }

            for (int i = _size - 1; i >= 0; i--)
            {
                float* row = lower + ((nint)i * _stride);
                Vector512<float> value = Vector512.LoadAligned(x + ((nint)i * Lanes)) * row[i];
                value.StoreAligned(x + ((nint)i * Lanes));
                for (int j = 0; j < i; j++)
                {
                    float* at = x + ((nint)j * Lanes);
                    Vector512.FusedMultiplyAdd(Vector512.Create(-row[j]), value, Vector512.LoadAligned(at)).StoreAligned(at);
                }
            }
        }
    }

    // The Cholesky factor, row by row, with inverted diagonal. A dependent column is left out: its inverse is zero.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Factor(double curvature, double l2)
    {
        fixed (double* all = _factor, sums = gram.Values)
        {
            for (int i = 0; i < _size; i++)
            {
                double* row = all + ((nint)i * _stride);
                bool isBias = i == _size - 1;
                for (int j = 0; j <= i; j++)
                    row[j] = isBias && !fitBias ? 0 : curvature * sums[((nint)i * _stride) + j];
                row[i] += isBias ? 0 : l2;
                for (int j = 0; j < i; j++)
                {
                    double* other = all + ((nint)j * _stride);
                    row[j] = (row[j] - Dot(row, other, j)) * other[j];
                }

                double pivot = row[i] - Dot(row, row, i);
                row[i] = pivot > Dependent * row[i] ? 1 / Math.Sqrt(pivot) : 0;
                for (int j = 0; j <= i; j++)
                    _lower[(i * _stride) + j] = (float)row[j];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Dot(double* a, double* b, int count)
    {
        Vector512<double> sums = Vector512<double>.Zero;
        int i = 0;
        for (; i + 7 < count; i += 8)
            sums = Vector512.FusedMultiplyAdd(Vector512.Load(a + i), Vector512.Load(b + i), sums);
        double sum = Vector512.Sum(sums);
        for (; i < count; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
