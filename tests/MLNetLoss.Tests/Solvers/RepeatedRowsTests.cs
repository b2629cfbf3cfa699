using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

/// <summary>Rows of the same features, which the exact solver takes together where it goes from row to row.</summary>
[TestClass]
public sealed class RepeatedRowsTests
{
    [TestMethod]
    public void Each_row_is_led_to_the_first_that_equals_it()
    {
        // Rows that differ in a value, a column or an end only; two that are empty; the repeats stand in another block.
        (int[] Columns, float[] Values)[] distinct =
            [([0, 5], [1, 2]), ([0, 5], [2, 1]), ([0, 6], [1, 2]), ([0], [1]), ([0, 5, 6], [1, 2, 3]), ([], []), ([5], [1])];
        var rows = new RowMatrixBuilder(40);
        int[] expected = new int[RowMatrix.BlockRows + 500];
        for (int row = 0; row < expected.Length; row++)
        {
            expected[row] = row * row % distinct.Length;
            rows.Add(distinct[expected[row]].Columns, distinct[expected[row]].Values);
        }

        int[] firsts = [.. Enumerable.Range(0, distinct.Length).Select(kind => Array.IndexOf(expected, kind))];
        CollectionAssert.AreEqual(Array.ConvertAll(expected, kind => firsts[kind]), RepeatedRows.FirstOf(rows.Build()));
    }

    [TestMethod]
    public void Of_rows_that_all_differ_nothing_is_said()
    {
        Assert.IsNull(RepeatedRows.FirstOf(RandomRows.Make(1, 300, 30, 1, density: 0.4).Features));
        Assert.IsNull(RepeatedRows.FirstOf(RandomRows.Make(1, 300, 3, 1).Features));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_first_row_has_the_weight_and_the_mean_target_of_all(bool isWeighted)
    {
        TrainingSet data = Repeated(RandomRows.Make(3, 60, 20, 3, density: 0.4, soft: true, missing: 0.2), 12);
        if (isWeighted)
            data = new TrainingSet(data.Features, data.Targets, [.. Enumerable.Range(0, data.RowCount).Select(row => row % 4f)]);
        var problem = new LogisticRegressionProblem(data, new());
        var block = new LogisticRegressionBlock(problem, fitBias: true);
        var targets = new LaneArray<float>(data.RowCount);
        int[] labels = [2, 0, 1];
        block.Load(labels, targets);
        for (int row = 0; row < data.RowCount; row++)
        {
            for (int lane = 0; lane < labels.Length; lane++)
            {
                double weight = 0, positive = 0;
                for (int other = row; row < 12 && other < data.RowCount; other += 12)
                {
                    float target = data.Targets.Values(other)[labels[lane]], own = data.RowWeights?[other] ?? 1;
                    weight += float.IsNaN(target) ? 0 : own;
                    positive += float.IsNaN(target) ? 0 : own * target;
                }

                Assert.AreEqual(weight, block.WeightOf(row)[lane], $"weight of row {row}, lane {lane}");
                Assert.AreEqual(weight == 0 ? 0 : positive / weight, targets.Span[(row * LogisticRegressionBlock.Lanes) + lane], 1e-5);
            }
        }
    }

    [TestMethod]
    [DataRow(0.0, false, true)]
    [DataRow(0.0, false, false)]
    [DataRow(0.3, false, true)]
    [DataRow(0.0, true, true)]
    [DataRow(0.3, true, false)]
    public void The_minimum_is_that_of_the_rows_one_by_one(double missing, bool isWeighted, bool fitBias)
    {
        TrainingSet data = Repeated(RandomRows.Make(5, 200, 40, 2, density: 0.2, missing: missing, weighted: isWeighted), 30);
        Assert.AreEqual(isWeighted, new LogisticRegressionProblem(data, new()).FirstOf is null);
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(
            data, new() { L2Regularization = 0.1, Tolerance = 1e-7, FitBias = fitBias });
        for (int label = 0; label < 2; label++)
        {
            (_, double minimum) = LogisticRegressionReference.Solve(data, label, 0.1, fitBias);
            Assert.AreEqual(minimum, solution.Labels[label].Objective, 1e-6 * minimum);
            Assert.AreEqual(minimum, LogisticRegressionReference.Objective(data, solution.Model, label, 0.1), 1e-6 * minimum);
        }
    }

    [TestMethod]
    public void Weights_of_cells_keep_rows_apart()
    {
        TrainingSet rows = Repeated(RandomRows.Make(6, 80, 40, 2, density: 0.2), 10);
        var cells = new RowMatrixBuilder(2);
        for (int row = 0; row < rows.RowCount; row++)
            cells.Add([row % 3, 1 + (row % 2)]);
        var data = new TrainingSet(rows.Features, rows.Targets, cellWeights: cells.Build());
        Assert.IsNull(new LogisticRegressionProblem(data, new()).FirstOf);
        Assert.IsNull(new LogisticRegressionProblem(rows, new() { PosWeight = [0.3f] }).FirstOf);
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(data, new() { Tolerance = 1e-7 });

        // Label by label, cells are rows of that weight.
        for (int label = 0; label < 2; label++)
        {
            float[] weights = [.. Enumerable.Range(0, data.RowCount).Select(row => data.CellWeights!.Values(row) is { Length: 2 } values ? values[label] : 0)];
            (_, double minimum) = LogisticRegressionReference.Solve(new TrainingSet(rows.Features, rows.Targets, weights), label, 1, fitBias: true);
            Assert.AreEqual(minimum, solution.Labels[label].Objective, 1e-6 * minimum);
        }
    }

    // The features of the first rows, over and over; targets and weights of all rows.
    private static TrainingSet Repeated(TrainingSet data, int distinct)
    {
        var features = new RowMatrixBuilder(data.FeatureCount);
        for (int row = 0; row < data.RowCount; row++)
            features.Add(data.Features.Indices(row % distinct), data.Features.Values(row % distinct));
        return new TrainingSet(features.Build(), data.Targets, data.RowWeights);
    }
}
