using CsCheck;
using MLNetLoss.Losses;
using MLNetLoss.Solvers;
using MLNetLoss.Tests.Solvers;

namespace MLNetLoss.Tests.Laws;

/// <summary>What must hold of trained models whatever the rows.</summary>
[TestClass]
public sealed class SolverLawTests
{
    private const int Features = 5;
    private const int Labels = 3;

    private static readonly Gen<(int Seed, int Rows)> s_problems = Gen.Select(Gen.Int[1, 10_000], Gen.Int[20, 60]);

    [TestMethod]
    public void SparseRows_TrainAndScoreAsDenseOnes() => s_problems.Sample(problem =>
    {
        (float[][] x, float[][] y) = Make(problem, 0.5);
        TrainingSet dense = RandomRows.Of(x, y), sparse = Sparse(x, y);
        // Other sums of the same numbers: equal but for rounding.
        AssertNear(Exact(dense), Exact(sparse), 1e-3f);
        AssertNear(Descent(dense), Descent(sparse), 1e-3f);

        LinearModel model = Descent(dense);
        Span<float> fromDense = stackalloc float[Labels], fromSparse = stackalloc float[Labels];
        foreach (float[] row in x)
        {
            int[] indices = [.. Enumerable.Range(0, Features).Where(i => row[i] != 0)];
            model.Score(default, row, fromDense);
            model.Score(indices, [.. indices.Select(i => row[i])], fromSparse);
            for (int label = 0; label < Labels; label++)
                Assert.AreEqual(fromDense[label], fromSparse[label], 1e-5f * (1 + Math.Abs(fromDense[label])));
        }
    }, iter: 20);

    [TestMethod]
    public void PermutedLabels_PermuteTheModel() => s_problems.Sample(problem =>
    {
        (float[][] x, float[][] y) = Make(problem, 1);
        int[] order = [2, 0, 1];
        float[][] permuted = [.. y.Select(row => order.Select(label => row[label]).ToArray())];
        // Descent never lets one label touch another: bit for bit. The exact solver stops a block of labels together: near.
        AssertPermuted(Exact(RandomRows.Of(x, y)), Exact(RandomRows.Of(x, permuted)), order, 1e-4f);
        AssertPermuted(Descent(RandomRows.Of(x, y)), Descent(RandomRows.Of(x, permuted)), order, 0);
    }, iter: 20);

    [TestMethod]
    public void WeightsOfRowsAndL2_ScaledTogether_ChangeNothing() => Gen.Select(s_problems, Gen.Float[0.1f, 10]).Sample((problem, factor) =>
    {
        (float[][] x, float[][] y) = Make(problem, 1);
        float[] one = [.. x.Select((_, row) => 0.5f + (row % 3))];
        float[] scaled = [.. one.Select(weight => weight * factor)];
        AssertNear(Exact(RandomRows.Of(x, y, one)), Exact(RandomRows.Of(x, y, scaled), l2: factor), 2e-3f);
    }, iter: 20);

    [TestMethod]
    public void Threads_AndMemory_DoNotChangeTheExactAnswer() => s_problems.Sample(problem =>
    {
        TrainingSet rows = RandomRows.Make(problem.Seed, problem.Rows, Features, 40);
        LinearModel expected = Exact(rows);
        CollectionAssert.AreEqual(expected.Weights, Exact(rows, threads: 3).Weights);
        CollectionAssert.AreEqual(expected.Weights, Exact(rows, threads: 2, memory: 1 << 16).Weights);
    }, iter: 10);

    private static (float[][] X, float[][] Y) Make((int Seed, int Rows) problem, double density)
    {
        var random = new Random(problem.Seed);
        float[][] x = [.. Enumerable.Range(0, problem.Rows).Select(_ => Enumerable.Range(0, Features)
            .Select(_ => random.NextDouble() < density ? (2 * random.NextSingle()) - 1 : 0).ToArray())];
        float[][] y = [.. x.Select(row => Enumerable.Range(0, Labels)
            .Select(label => row[label] - row[label + 1] + (random.NextSingle() / 2) > 0.2f ? 1f : 0f).ToArray())];
        // Each label has both classes, so that there is something to learn of it.
        (y[0], y[1]) = ([1, 1, 1], [0, 0, 0]);
        return (x, y);
    }

    private static TrainingSet Sparse(float[][] x, float[][] y)
    {
        var features = new RowMatrixBuilder(Features);
        var targets = new RowMatrixBuilder(Labels);
        for (int row = 0; row < x.Length; row++)
        {
            int[] indices = [.. Enumerable.Range(0, Features).Where(i => x[row][i] != 0)];
            features.Add(indices, [.. indices.Select(i => x[row][i])]);
            targets.Add(y[row]);
        }

        return new TrainingSet(features.Build(), targets.Build(), null);
    }

    private static LinearModel Exact(TrainingSet rows, double l2 = 1, int threads = 1, long memory = 1 << 30) => LogisticRegressionSolver.Solve(
        rows,
        new LogisticRegressionSettings { Tolerance = 1e-9, L2Regularization = l2, Threads = threads, MemoryBudget = memory },
        null, null, CancellationToken.None).Model;

    private static LinearModel Descent(TrainingSet rows) =>
        new GradientDescentSolver(new GradientDescentSettings { NumberOfIterations = 5, L2Regularization = 0.1, Threads = 1 }, new BCEWithLogitsLoss())
            .Fit(new MemoryRowSource(rows), null, null, null, null, CancellationToken.None).Model;

    private static void AssertNear(LinearModel expected, LinearModel actual, float tolerance)
    {
        for (int i = 0; i < expected.Weights.Length; i++)
            Assert.AreEqual(expected.Weights[i], actual.Weights[i], tolerance * (1 + Math.Abs(expected.Weights[i])), $"weight {i}");
        for (int label = 0; label < Labels; label++)
            Assert.AreEqual(expected.Bias[label], actual.Bias[label], tolerance * (1 + Math.Abs(expected.Bias[label])), $"bias {label}");
    }

    private static void AssertPermuted(LinearModel expected, LinearModel permuted, int[] order, float tolerance)
    {
        for (int label = 0; label < Labels; label++)
        {
            for (int feature = 0; feature < Features; feature++)
            {
                float weight = expected.WeightsOf(feature)[order[label]];
                Assert.AreEqual(weight, permuted.WeightsOf(feature)[label], tolerance * (1 + Math.Abs(weight)), $"feature {feature}, label {label}");
            }

            Assert.AreEqual(expected.Bias[order[label]], permuted.Bias[label], tolerance * (1 + Math.Abs(expected.Bias[order[label]])));
        }
    }
}
