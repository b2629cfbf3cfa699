using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

/// <summary>
/// One label's logistic regression by the textbook, for small problems: damped Newton on the whole Hessian, dense, in double precision.
/// Shares nothing with the solver under test.
/// </summary>
internal static class LogisticRegressionReference
{
    /// <summary>The minimum: weights, then the bias (zero when not fitted), and the objective there.</summary>
    public static (double[] Weights, double Objective) Solve(TrainingSet data, int label, double l2, bool fitBias)
    {
        int size = data.FeatureCount + 1;
        double[][] rows = Dense(data.Features, withOne: fitBias);
        double[] targets = Array.ConvertAll(Dense(data.Targets, withOne: false), row => row[label]);
        var w = new double[size];
        double value = Objective(data, rows, targets, w, l2);
        for (int iteration = 0; iteration < 200; iteration++)
        {
            var gradient = new double[size];
            var hessian = new double[size, size];
            for (int i = 0; i < size; i++)
            {
                bool penalised = i < size - 1;
                gradient[i] = penalised ? l2 * w[i] : 0;
                hessian[i, i] = penalised ? l2 + 1e-12 : 1e-12;
            }

            for (int row = 0; row < rows.Length; row++)
            {
                double weight = WeightOf(data, row);
                if (double.IsNaN(targets[row]) || weight == 0)
                    continue;
                double p = 1 / (1 + Math.Exp(-Dot(rows[row], w)));
                for (int i = 0; i < size; i++)
                {
                    gradient[i] += weight * (p - targets[row]) * rows[row][i];
                    for (int j = 0; j < size; j++)
                        hessian[i, j] += weight * p * (1 - p) * rows[row][i] * rows[row][j];
                }
            }

            double[] step = Eliminate(hessian, gradient);
            double length = 1;
            double[] next;
            double nextValue;
            while (true)
            {
                next = [.. w.Zip(step, (a, b) => a - (length * b))];
                nextValue = Objective(data, rows, targets, next, l2);
                if (nextValue <= value || length < 1e-12)
                    break;
                length /= 2;
            }

            double change = value - nextValue;
            (w, value) = (next, nextValue);
            if (change <= 1e-14 * value && iteration > 3)
                break;
        }

        return (w, value);
    }

    /// <summary>The objective of one label at a model's weights, by its definition.</summary>
    public static double Objective(TrainingSet data, LinearModel model, int label, double l2)
    {
        double[][] rows = Dense(data.Features, withOne: true);
        double[] targets = Array.ConvertAll(Dense(data.Targets, withOne: false), row => row[label]);
        double[] w = [.. Enumerable.Range(0, data.FeatureCount).Select(feature => (double)model.WeightsOf(feature)[label]), model.Bias[label]];
        return Objective(data, rows, targets, w, l2);
    }

    private static double Objective(TrainingSet data, double[][] rows, double[] targets, double[] w, double l2)
    {
        double value = w[..^1].Sum(weight => l2 / 2 * weight * weight);
        for (int row = 0; row < rows.Length; row++)
        {
            double weight = WeightOf(data, row);
            if (double.IsNaN(targets[row]) || weight == 0)
                continue;
            double z = Dot(rows[row], w);
            value += weight * (Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))) - (targets[row] * z));
        }

        return value;
    }

    private static double WeightOf(TrainingSet data, int row) => data.RowWeights is { } weights ? weights[row] : 1;

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    // Every row in full, and one more column: 1 for the bias, or 0.
    private static double[][] Dense(RowMatrix matrix, bool withOne)
    {
        var rows = new double[matrix.RowCount][];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = new double[matrix.ColumnCount + 1];
            ReadOnlySpan<float> values = matrix.Values(row);
            for (int i = 0; i < values.Length; i++)
                rows[row][matrix.Block(row).IsDense ? i : matrix.Indices(row)[i]] = values[i];
            rows[row][^1] = withOne ? 1 : 0;
        }

        return rows;
    }

    // Gauss' elimination with partial pivoting.
    private static double[] Eliminate(double[,] a, double[] b)
    {
        int n = b.Length;
        b = [.. b];
        for (int k = 0; k < n; k++)
        {
            int pivot = Enumerable.Range(k, n - k).MaxBy(row => Math.Abs(a[row, k]));
            for (int j = 0; j < n; j++)
                (a[k, j], a[pivot, j]) = (a[pivot, j], a[k, j]);
            (b[k], b[pivot]) = (b[pivot], b[k]);
            for (int row = k + 1; row < n; row++)
            {
                double factor = a[row, k] / a[k, k];
                for (int j = k; j < n; j++)
                    a[row, j] -= factor * a[k, j];
                b[row] -= factor * b[k];
            }
        }

        for (int k = n - 1; k >= 0; k--)
        {
            for (int j = k + 1; j < n; j++)
                b[k] -= a[k, j] * b[j];
            b[k] /= a[k, k];
        }

        return b;
    }
}
