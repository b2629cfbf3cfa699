using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using MLNetLoss.Evaluation;
using MLNetLoss.Tests.Trainers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.AutoML;

[TestClass]
public sealed class SetMultiLabelMetricTests
{
    private static readonly MLContext s_ml = new(1);
    private static readonly IDataView s_train = SyntheticRows.View(s_ml, SyntheticRows.Make(200));
    private static readonly IDataView s_validation = SyntheticRows.View(s_ml, SyntheticRows.Make(100, 4));

    [TestMethod]
    [DataRow("micro_f1", -1)]
    [DataRow("bce", 1)]
    public async Task Run_TrainAndValidate_MinimisesTheMeasureOrItsOpposite(string key, int sign)
    {
        var seen = new Trials();
        TrialResult best = await Experiment(seen, 4).SetMultiLabelMetric(key).SetDataset(s_train, s_validation).RunAsync();

        Assert.HasCount(4, seen.Completed);
        foreach (TrialResult trial in seen.Completed)
        {
            Assert.AreEqual(new MultiLabelMetric(key).Evaluate(s_ml, trial.Model.Transform(s_validation)), trial.Metric);
            Assert.AreEqual(sign * trial.Metric, trial.Loss);
            Assert.IsGreaterThan(0, trial.DurationInMilliseconds);
        }

        Assert.AreEqual(seen.Completed.Min(trial => trial.Loss), best.Loss);
        Assert.IsGreaterThan(0.85, s_ml.MultiLabelClassification.Evaluate(best.Model.Transform(s_validation)).MicroF1);
    }

    [TestMethod]
    public async Task Run_CrossValidation_AveragesFoldsAndTrainsTheBestOnAllRows()
    {
        var seen = new Trials();
        IDataView data = SyntheticRows.View(s_ml, SyntheticRows.Make(90));
        TrialResult best = await Experiment(seen, 3).SetDataset(data, fold: 3).SetMultiLabelMetric("lrap").RunAsync();

        TrialResult first = seen.Completed[0];
        double expected = s_ml.Data.CrossValidationSplit(data, 3, seed: 7).Average(split => new MultiLabelMetric("lrap").Evaluate(
            s_ml, s_ml.MultiLabelClassification.Trainers.LogisticRegression().Fit(split.TrainSet).Transform(split.TestSet)));
        Assert.AreEqual(expected, first.Metric, 1e-12, "the first trial has the default options, and all have the same folds");

        // Each trial that was the best when it ended, the last of them above all.
        double reached = double.PositiveInfinity;
        foreach (TrialResult trial in seen.Completed)
        {
            Assert.AreEqual(trial.Loss < reached, Rows(trial) == 90, $"trial {trial.TrialSettings.TrialId}");
            reached = Math.Min(reached, trial.Loss);
        }

        Assert.AreEqual(90, Rows(best));
    }

    [TestMethod]
    public async Task Run_CrossValidation_IsStratifiedByTheNamedLabels()
    {
        // A label of three rows: its area is defined in all three folds only if each has one of them.
        SyntheticRows.Row[] rows = SyntheticRows.Make(90);
        for (int row = 0; row < rows.Length; row++)
            rows[row].Label[2] = row is 10 or 11 or 12 ? 1 : 0;
        IDataView data = SyntheticRows.View(s_ml, rows);
        var metric = new MultiLabelMetric("macro_roc_auc");
        var seen = new Trials();
        await Experiment(seen, 1).SetDataset(data, fold: 3).SetMultiLabelMetric(metric, stratificationColumnName: "Label").RunAsync();
        DataOperationsCatalog.TrainTestData[] splits = [.. s_ml.MultiLabelClassification.CrossValidationSplit(data, 3, seed: 7)];
        foreach (DataOperationsCatalog.TrainTestData split in splits)
            Assert.AreEqual(1, split.TestSet.GetColumn<float[]>("Label").Sum(label => label[2]));
        double expected = splits.Average(split => metric.Evaluate(
            s_ml, s_ml.MultiLabelClassification.Trainers.LogisticRegression().Fit(split.TrainSet).Transform(split.TestSet)));
        Assert.AreEqual(expected, seen.Completed.Single().Metric, 1e-12);
    }

    [TestMethod]
    public async Task Run_CancelledBeforeTheModelOfAllRows_KeepsTheTrial()
    {
        using var stop = new CancellationTokenSource();
        int readings = 0;
        IEnumerable<SyntheticRows.Row> Rows90()
        {
            // Each of the three folds is read to train and to measure; what comes then is the model of all rows.
            if (++readings == 7)
                stop.Cancel();
            return SyntheticRows.Make(90);
        }

        var seen = new Trials();
        TrialResult best = await Experiment(seen, 4).SetMultiLabelMetric()
            .SetDataset(s_ml.Data.LoadFromEnumerable(new Lazily(Rows90)), fold: 3).RunAsync(stop.Token);
        Assert.HasCount(1, seen.Completed);
        Assert.AreEqual(7, readings);
        Assert.IsLessThan(90, Rows(best));
        Assert.IsGreaterThan(0.7, best.Metric);
    }

    [TestMethod]
    public async Task Run_MeasureThatIsNotDefined_NeverWins()
    {
        var seen = new Trials();
        SyntheticRows.Row[] oneClass = SyntheticRows.Make(20);
        foreach (SyntheticRows.Row row in oneClass)
            Array.Fill(row.Label, 1);
        AutoMLExperiment experiment = Experiment(seen, 2)
            .SetMultiLabelMetric("macro_roc_auc").SetDataset(s_train, SyntheticRows.View(s_ml, oneClass));
        await Assert.ThrowsExactlyAsync<TimeoutException>(() => experiment.RunAsync());
        Assert.HasCount(2, seen.Completed, "such a trial has not failed in a way that would end the experiment");
        Assert.IsTrue(seen.Completed.TrueForAll(trial => double.IsNaN(trial.Metric) && double.IsPositiveInfinity(trial.Loss)));
    }

    [TestMethod]
    public async Task Run_Cancelled_StopsReadingAndGivesTheBestSoFar()
    {
        using var stop = new CancellationTokenSource();
        var seen = new Trials();
        IEnumerable<SyntheticRows.Row> Rows()
        {
            foreach ((int i, SyntheticRows.Row row) in SyntheticRows.Make(500).Index())
            {
                if (seen.Running == 2 && i == 250)
                    stop.Cancel();
                if (seen.Running == 2)
                    Assert.IsLessThan(260, i, "rows are read on after the stop");
                yield return row;
            }
        }

        TrialResult best = await Experiment(seen, 5)
            .SetMultiLabelMetric().SetDataset(SyntheticRows.View(s_ml, Rows()), s_validation).RunAsync(stop.Token);
        Assert.HasCount(1, seen.Completed);
        Assert.AreEqual(0, best.TrialSettings.TrialId);
    }

    [TestMethod]
    public async Task Run_Cancelled_StopsTraining()
    {
        using var stop = new CancellationTokenSource();
        bool validated = false;
        IEnumerable<SyntheticRows.Row> Training()
        {
            foreach (SyntheticRows.Row row in SyntheticRows.Make(100))
                yield return row;

            // All rows are read: from here on the trainer alone can stop.
            stop.Cancel();
        }

        IEnumerable<SyntheticRows.Row> Validation()
        {
            validated = true;
            return SyntheticRows.Make(10);
        }

        var seen = new Trials();
        AutoMLExperiment experiment = Experiment(seen, 1).SetMultiLabelMetric()
            .SetDataset(SyntheticRows.View(s_ml, Training()), s_ml.Data.LoadFromEnumerable(new Lazily(Validation)));
        await Assert.ThrowsExactlyAsync<TimeoutException>(() => experiment.RunAsync(stop.Token));
        Assert.IsEmpty(seen.Completed);
        Assert.IsFalse(validated);
    }

    [TestMethod]
    public async Task Run_WithoutData_SaysWhatIsMissing()
    {
        var e = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => Experiment(new Trials(), 1).SetMultiLabelMetric().RunAsync());
        Assert.Contains("no IDatasetManager", e.Message);
        Assert.Contains("SetDataset", e.Message);
    }

    [TestMethod]
    public void SetMultiLabelMetric_BadArguments_Throws()
    {
        AutoMLExperiment experiment = s_ml.Auto().CreateExperiment();
        Assert.ThrowsExactly<ArgumentNullException>(() => experiment.SetMultiLabelMetric((MultiLabelMetric)null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => experiment.SetMultiLabelMetric(null!, "Label", ';'));
        Assert.ThrowsExactly<ArgumentException>(() => experiment.SetMultiLabelMetric(new MultiLabelMetric("lrap"), "", ';'));
        Assert.Contains("no_such", Assert.Throws<ArgumentException>(() => experiment.SetMultiLabelMetric("no_such")).Message);
    }

    private static AutoMLExperiment Experiment(Trials seen, int trials) => s_ml.Auto()
        .CreateExperiment(new AutoMLExperiment.AutoMLExperimentSettings { Seed = 7 })
        .SetPipeline(s_ml.Auto().MultiLabelClassification(useGradientDescent: false))
        .SetMonitor(seen)
        .SetMaxModelToExplore(trials);

    private static int Rows(TrialResult trial) =>
        ((TransformerChain<ITransformer>)trial.Model).OfType<MultiLabelPredictionTransformer>().Single().Model.Training!.RowCount;

    private sealed class Lazily(Func<IEnumerable<SyntheticRows.Row>> make) : IEnumerable<SyntheticRows.Row>
    {
        public IEnumerator<SyntheticRows.Row> GetEnumerator() => make().GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Trials : IMonitor
    {
        public List<TrialResult> Completed { get; } = [];

        public int Running { get; private set; }

        public void ReportCompletedTrial(TrialResult result) => Completed.Add(result);

        public void ReportBestTrial(TrialResult result)
        {
        }

        public void ReportFailTrial(TrialSettings settings, Exception? exception = null)
        {
        }

        public void ReportRunningTrial(TrialSettings settings) => Running++;
    }
}
