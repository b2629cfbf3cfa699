using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

/// <summary>Small problems, plain arithmetic in double to compare with, and streams of what is in memory.</summary>
internal static class GradientDescentProblems
{
    /// <summary>Random rows whose labels follow a linear model.</summary>
    public static Problem Random(int seed, int rows, int features, int labels, double density = 1, bool weighted = false, double missing = 0)
    {
        var random = new Random(seed);
        var truth = new double[features, labels];
        for (int d = 0; d < features; d++)
        {
            for (int l = 0; l < labels; l++)
                truth[d, l] = (2 * random.NextDouble()) - 1;
        }

        var problem = new Problem(new float[rows][], new float[rows][], weighted ? new float[rows] : null);
        for (int i = 0; i < rows; i++)
        {
            float[] x = problem.X[i] = new float[features];
            float[] t = problem.T[i] = new float[labels];
            for (int d = 0; d < features; d++)
                x[d] = random.NextDouble() < density ? (float)((4 * random.NextDouble()) - 2) : 0f;
            for (int l = 0; l < labels; l++)
            {
                double z = -0.5;
                for (int d = 0; d < features; d++)
                    z += truth[d, l] * x[d];
                t[l] = random.NextDouble() < missing ? float.NaN : random.NextDouble() < 1 / (1 + Math.Exp(-z)) ? 1f : 0f;
            }

            if (weighted)
                problem.Weights![i] = (float)(0.5 + (2 * random.NextDouble()));
        }

        return problem;
    }

    /// <summary>The objective of a model and its gradient in the weights (feature by feature) and in the bias (last), in double.</summary>
    public static double Objective(Problem problem, LinearModel model, double l2, double[] gradient)
    {
        int features = model.FeatureCount;
        int labels = model.LabelCount;
        Array.Clear(gradient);
        double sum = 0;
        for (int i = 0; i < problem.X.Length; i++)
        {
            double weight = problem.Weights?[i] ?? 1;
            for (int l = 0; l < labels; l++)
            {
                double z = model.Bias[l];
                for (int d = 0; d < features; d++)
                    z += (double)model.Weights[(d * labels) + l] * problem.X[i][d];
                double t = problem.T[i][l];
                if (double.IsNaN(t))
                    continue;
                sum += weight * (Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))) - (z * t));
                double residual = weight * ((1 / (1 + Math.Exp(-z))) - t);
                for (int d = 0; d < features; d++)
                    gradient[(d * labels) + l] += residual * problem.X[i][d];
                gradient[(features * labels) + l] += residual;
            }
        }

        for (int i = 0; i < features * labels; i++)
        {
            sum += l2 / 2 * model.Weights[i] * model.Weights[i];
            gradient[i] += l2 * model.Weights[i];
        }

        return sum;
    }

    public static float[] AllWeights(LinearModel model) => [.. model.Weights, .. model.Bias];

    public static void AssertSameBits(LinearModel expected, LinearModel actual)
    {
        CollectionAssert.AreEqual(
            Array.ConvertAll(AllWeights(expected), BitConverter.SingleToInt32Bits),
            Array.ConvertAll(AllWeights(actual), BitConverter.SingleToInt32Bits));
    }

    internal sealed record Problem(float[][] X, float[][] T, float[]? Weights, float[][]? Cells = null)
    {
        public int Features => X[0].Length;

        public int Labels => T[0].Length;

        public TrainingSet ToSet()
        {
            var features = new RowMatrixBuilder(Features);
            var targets = new RowMatrixBuilder(Labels);
            foreach (float[] row in X)
                features.Add(row);
            foreach (float[] row in T)
                targets.Add(row);
            RowMatrixBuilder? cells = Cells is null ? null : new RowMatrixBuilder(Labels);
            foreach (float[] row in Cells ?? [])
                cells!.Add(row);
            return new TrainingSet(features.Build(), targets.Build(), Weights, cells?.Build());
        }

        public RowSource InMemory() => new MemoryRowSource(ToSet());

        public RowSource Streamed(bool sparse) => new Stream(this, sparse);
    }

    /// <summary>Rows that are handed out one at a time, named sparsely or in full.</summary>
    private sealed class Stream(Problem problem, bool sparse) : RowSource
    {
        public override int FeatureCount => problem.Features;

        public override int LabelCount => problem.Labels;

        public override bool HasCellWeights => problem.Cells is not null;

        public override RowReader Open() => new Reader(problem, sparse);
    }

    private sealed class Reader(Problem problem, bool sparse) : RowReader
    {
        private int _row = -1;

        public override TrainingRow Current
        {
            get
            {
                float[] x = problem.X[_row];
                float[] t = problem.T[_row];
                float weight = problem.Weights?[_row] ?? 1f;
                float[] cells = problem.Cells?[_row] ?? [];
                if (!sparse)
                    return new TrainingRow(default, x, default, t, weight, default, cells);
                int[] columns = [.. Enumerable.Range(0, x.Length).Where(d => x[d] != 0)];
                int[] weighed = [.. Enumerable.Range(0, cells.Length).Where(l => cells[l] != 0)];
                int[] labels = [.. Enumerable.Range(0, t.Length).Where(l => t[l] != 0)];
                return new TrainingRow(
                    columns, Array.ConvertAll(columns, d => x[d]), labels, Array.ConvertAll(labels, l => t[l]), weight,
                    weighed, Array.ConvertAll(weighed, l => cells[l]));
            }
        }

        public override bool MoveNext() => ++_row < problem.X.Length;
    }
}
