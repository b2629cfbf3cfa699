using CsCheck;
using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

[TestClass]
public sealed class GoldenMetricsTests
{
    private const double Tolerance = 1e-9;

    public static IEnumerable<object[]> CaseNames => GoldenMetrics.Cases.Select(golden => new object[] { golden.Name });

    [TestMethod]
    [DynamicData(nameof(CaseNames))]
    public void EveryMeasureEqualsTheReference(string name)
    {
        GoldenMetricsCase golden = Case(name);
        MultiLabelClassificationMetrics metrics = golden.Accumulate().Compute();
        var failures = new List<string>();
        foreach ((string key, double expected) in golden.Values)
            Compare(key, expected, metrics[key], failures);
        Assert.IsEmpty(failures, string.Join("\n", failures));
    }

    [TestMethod]
    [DynamicData(nameof(CaseNames))]
    public void EveryMeasureOfALabelEqualsTheReference(string name)
    {
        GoldenMetricsCase golden = Case(name);
        MultiLabelClassificationMetrics metrics = golden.Accumulate().Compute();
        var failures = new List<string>();
        foreach (LabelMetrics label in metrics.PerLabel)
        {
            foreach ((string key, System.Text.Json.Nodes.JsonNode? node) in golden.PerLabel[label.Index]!.AsObject())
                Compare($"{key} of label {label.Index}", GoldenMetrics.Number(node), Value(label, key, golden.Options.ZeroDivision), failures);
        }

        Assert.IsEmpty(failures, string.Join("\n", failures));
    }

    [TestMethod]
    public void TheNamedSetOfScikitLearnCountsLabelsOfOneClassAsItDoes()
    {
        int differ = 0;
        foreach (GoldenMetricsCase golden in GoldenMetrics.Cases.Where(golden => golden.MacroAveragePrecisionOfAll is not null))
        {
            MultiLabelClassificationMetrics metrics = golden.Accumulate(MultiLabelMetricOptions.ScikitLearn).Compute();
            Assert.AreEqual(golden.MacroAveragePrecisionOfAll!.Value, metrics.MacroAveragePrecision, Tolerance, golden.Name);
            Assert.AreEqual(golden.WeightedAveragePrecisionOfAll!.Value, metrics.WeightedAveragePrecision, Tolerance, golden.Name);
            Assert.AreEqual(metrics.OneClassLabelCount > 0 ? double.NaN : golden.Values["macro_roc_auc"], metrics.MacroRocAuc, Tolerance, golden.Name);
            differ += metrics.OneClassLabelCount > 0 ? 1 : 0;
        }

        Assert.IsGreaterThan(3, differ);
    }

    [TestMethod]
    [DynamicData(nameof(CaseNames))]
    public void TheDefaultsDifferFromScikitLearnInTheFourMeansOverLabelsOfAreasOnly(string name)
    {
        GoldenMetricsCase golden = Case(name);
        MultiLabelMetricOptions scikitLearn = MultiLabelMetricOptions.ScikitLearn with
        {
            ZeroDivision = golden.Options.ZeroDivision,
            RowZeroDivision = golden.Options.RowZeroDivision,
            InversePropensities = golden.Options.InversePropensities,
        };
        MultiLabelClassificationMetrics defaults = golden.Accumulate().Compute(), theirs = golden.Accumulate(scikitLearn).Compute();
        string[] differ = [.. defaults.Values.Where(value => !value.Value.Equals(theirs[value.Key])).Select(value => value.Key)];
        string[] may = defaults.OneClassLabelCount == 0
            ? []
            : ["macro_roc_auc", "weighted_roc_auc", "macro_average_precision", "weighted_average_precision"];
        Assert.IsEmpty(differ.Except(may), string.Join(", ", differ));
    }

    [TestMethod]
    public void EveryListedMeasureHasAReference()
    {
        GoldenMetricsCase golden = Case("random");
        string[] unknown = [.. MultiLabelMeasure.For(golden.Options).Select(measure => measure.Key).Where(key => !golden.Values.ContainsKey(key))];
        Assert.IsEmpty(unknown, string.Join(", ", unknown));
    }

    [TestMethod]
    [DynamicData(nameof(CaseNames))]
    public void CurvesEqualTheReference(string name)
    {
        GoldenMetricsCase golden = Case(name);
        if (golden.Curves is null)
            return;
        MultiLabelClassificationMetrics metrics = golden.Accumulate().Compute();
        for (int label = 0; label < golden.Curves.Count; label++)
        {
            System.Text.Json.Nodes.JsonNode expected = golden.Curves[label]!;
            IReadOnlyList<RocPoint> roc = metrics.PerLabel[label].RocCurve!;
            Same(expected["fpr"], roc.Select(point => point.FalsePositiveRate));
            Same(expected["tpr"], roc.Select(point => point.TruePositiveRate));
            Same(expected["roc_thresholds"], roc.Skip(1).Select(point => (double)point.Threshold));
            IReadOnlyList<PrecisionRecallPoint> precisionRecall = metrics.PerLabel[label].PrecisionRecallCurve!;
            Same(expected["precision"], precisionRecall.Select(point => point.Precision));
            Same(expected["recall"], precisionRecall.Select(point => point.Recall));
            Same(expected["pr_thresholds"], precisionRecall.Skip(1).Select(point => (double)point.Threshold));
        }
    }

    [TestMethod]
    public void CurvesOfWeightedRowsAndMissingTargetsEqualTheReference()
    {
        int curves = 0;
        foreach (GoldenMetricsCase golden in GoldenMetrics.Cases)
        {
            MultiLabelClassificationMetrics metrics = golden.Accumulate().Compute();
            for (int label = 0; label < golden.WeightedCurves.Count; label++, curves++)
            {
                System.Text.Json.Nodes.JsonNode expected = golden.WeightedCurves[label]!;
                IReadOnlyList<PrecisionRecallPoint> precisionRecall = metrics.PerLabel[label].PrecisionRecallCurve!;
                Same(expected["precision"], precisionRecall.Select(point => point.Precision));
                Same(expected["recall"], precisionRecall.Select(point => point.Recall));
                Same(expected["pr_thresholds"], precisionRecall.Skip(1).Select(point => (double)point.Threshold));

                // Each point of the reference is one of ours or lies on the line between two of them.
                double[] thresholds = GoldenMetrics.Numbers(expected["roc_thresholds"]);
                double[] x = GoldenMetrics.Numbers(expected["fpr"])[1..], y = GoldenMetrics.Numbers(expected["tpr"])[1..];
                IReadOnlyList<RocPoint> roc = metrics.PerLabel[label].RocCurve!;
                Assert.IsTrue(roc.Skip(1).All(point => thresholds.Contains(point.Threshold)));
                for (int i = 0; i < thresholds.Length; i++)
                {
                    RocPoint to = roc.First(point => point.Threshold <= thresholds[i]);
                    RocPoint from = to.Threshold == thresholds[i] ? to : roc.Last(point => point.Threshold > thresholds[i]);
                    Assert.IsTrue(x[i] >= from.FalsePositiveRate - Tolerance && x[i] <= to.FalsePositiveRate + Tolerance);
                    Assert.IsTrue(y[i] >= from.TruePositiveRate - Tolerance && y[i] <= to.TruePositiveRate + Tolerance);
                    Assert.AreEqual(
                        (x[i] - from.FalsePositiveRate) * (to.TruePositiveRate - from.TruePositiveRate),
                        (y[i] - from.TruePositiveRate) * (to.FalsePositiveRate - from.FalsePositiveRate), Tolerance);
                }
            }
        }

        Assert.IsGreaterThan(15, curves);
    }

    [TestMethod]
    public void ReliabilityBinsEqualTheReference()
    {
        int labels = 0;
        foreach (GoldenMetricsCase golden in GoldenMetrics.Cases.Where(golden => golden.Reliability is not null))
        {
            MultiLabelClassificationMetrics metrics = golden.Accumulate().Compute();
            for (int label = 0; label < golden.Reliability!.Count; label++, labels++)
            {
                ReliabilityBin[] bins = [.. metrics.PerLabel[label].ReliabilityBins.Where(bin => bin.Weight > 0)];
                Same(golden.Reliability[label]!["positive_rate"], bins.Select(bin => bin.PositiveRate));
                Same(golden.Reliability[label]!["mean_probability"], bins.Select(bin => bin.MeanProbability));
                Assert.AreEqual(metrics.PerLabel[label].Counts.Total, bins.Sum(bin => bin.Weight), Tolerance);
                Assert.IsTrue(Array.TrueForAll(bins, bin => bin.MeanProbability >= bin.Lower && bin.MeanProbability <= bin.Upper));
            }

            // The pooled bins are those of the labels together.
            for (int bin = 0; bin < metrics.ReliabilityBins.Count; bin++)
            {
                Assert.AreEqual(metrics.PerLabel.Sum(label => label.ReliabilityBins[bin].Weight), metrics.ReliabilityBins[bin].Weight, Tolerance);
                Assert.AreEqual(
                    metrics.PerLabel.Where(label => label.ReliabilityBins[bin].Weight > 0)
                        .Sum(label => label.ReliabilityBins[bin].Weight * label.ReliabilityBins[bin].PositiveRate),
                    metrics.ReliabilityBins[bin].Weight > 0 ? metrics.ReliabilityBins[bin].Weight * metrics.ReliabilityBins[bin].PositiveRate : 0,
                    Tolerance);
            }
        }

        Assert.IsGreaterThan(20, labels);
    }

    [TestMethod]
    [DynamicData(nameof(CaseNames))]
    public void StatisticsEqualTheReference(string name)
    {
        GoldenMetricsCase golden = Case(name);
        LabelStatistics statistics = golden.Accumulate().Compute().Statistics;
        var failures = new List<string>();
        Compare("cardinality", Expected("cardinality"), statistics.Cardinality, failures);
        Compare("density", Expected("density"), statistics.Density, failures);
        Compare("label sets", Expected("label_sets"), statistics.DistinctLabelSets!.Value, failures);
        Compare("labels without positives", Expected("labels_without_positives"), statistics.LabelsWithoutPositives, failures);
        Compare("mean imbalance", Expected("mean_imbalance"), statistics.MeanImbalanceRatio, failures);
        Compare("imbalance variation", Expected("imbalance_variation"), statistics.ImbalanceVariation, failures);
        Assert.IsEmpty(failures, string.Join("\n", failures));
        Same(golden.Statistics["imbalance"], statistics.ImbalanceRatios);

        double Expected(string key) => GoldenMetrics.Number(golden.Statistics[key]);
    }

    [TestMethod]
    [DynamicData(nameof(CaseNames))]
    public void AnySplitMergesToTheWhole(string name)
    {
        GoldenMetricsCase golden = Case(name);
        MultiLabelClassificationMetrics whole = golden.Accumulate().Compute();
        foreach (int parts in new[] { 2, 3, golden.RowCount })
        {
            // The parts join in reverse, so that the order of rows differs as well.
            var merged = new MultiLabelMetricsAccumulator(golden.LabelCount, golden.Options);
            for (int part = parts - 1; part >= 0; part--)
            {
                var shard = new MultiLabelMetricsAccumulator(golden.LabelCount, golden.Options);
                golden.Add(shard, part * golden.RowCount / parts, (part + 1) * golden.RowCount / parts);
                merged.Merge(shard);
            }

            MultiLabelClassificationMetrics metrics = merged.Compute();
            if (golden.Weights.Length == 0)
                CollectionAssert.AreEqual(whole.PerLabel.Select(label => label.Counts).ToArray(), metrics.PerLabel.Select(label => label.Counts).ToArray());
            var failures = new List<string>();
            foreach (MeasureValue value in whole.Values)
                Compare(value.Key, value.Value, metrics[value.Key], failures, 1e-12);
            Assert.IsEmpty(failures, string.Join("\n", failures));
        }
    }

    [TestMethod]
    [DynamicData(nameof(CaseNames))]
    public void AnyPartitionOfTheRowsMergesToTheWhole(string name)
    {
        GoldenMetricsCase golden = Case(name);
        MultiLabelMetricOptions options = golden.Options with { ScoreBits = name.Length % 2 == 0 ? 0 : 12 };
        MultiLabelClassificationMetrics whole = golden.Accumulate(options).Compute();
        Gen.Select(Gen.Int[1, 6], Gen.Int).Sample((parts, seed) =>
        {
            // Rows go to parts in any order, and parts join as a tree does, in any order; some stay empty.
            var random = new Random(seed);
            List<MultiLabelMetricsAccumulator> shards = [.. Enumerable.Range(0, parts).Select(_ => new MultiLabelMetricsAccumulator(golden.LabelCount, options))];
            int[] order = [.. Enumerable.Range(0, golden.RowCount)];
            random.Shuffle(order);
            foreach (int row in order)
                golden.Add(shards[random.Next(parts)], row, row + 1);
            while (shards.Count > 1)
            {
                int from = random.Next(shards.Count);
                MultiLabelMetricsAccumulator shard = shards[from];
                shards.RemoveAt(from);
                shards[random.Next(shards.Count)].Merge(shard);
            }

            MultiLabelClassificationMetrics merged = shards[0].Compute();
            Assert.AreEqual(whole.RowCount, merged.RowCount);
            Assert.AreEqual(whole.Statistics.DistinctLabelSets, merged.Statistics.DistinctLabelSets);
            if (golden.Weights.Length == 0)
                CollectionAssert.AreEqual(whole.PerLabel.Select(label => label.Counts).ToArray(), merged.PerLabel.Select(label => label.Counts).ToArray());
            var failures = new List<string>();
            foreach (MeasureValue value in whole.Values)
                Compare(value.Key, value.Value, merged[value.Key], failures, 1e-12);
            for (int label = 0; label < golden.LabelCount; label++)
            {
                Compare("support", whole.PerLabel[label].Support, merged.PerLabel[label].Support, failures, 1e-12);
                Compare("area", whole.PerLabel[label].RocAuc, merged.PerLabel[label].RocAuc, failures, 1e-12);
                Assert.HasCount(whole.PerLabel[label].RocCurve!.Count, merged.PerLabel[label].RocCurve!);
            }

            Assert.IsEmpty(failures, string.Join("\n", failures));
        }, iter: 5, threads: 1);
    }

    internal static GoldenMetricsCase Case(string name) => GoldenMetrics.Cases.Single(golden => golden.Name == name);

    internal static void Compare(string what, double expected, double actual, List<string> failures, double tolerance = Tolerance)
    {
        bool same = double.IsNaN(expected) ? double.IsNaN(actual) : expected == actual || Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected));
        if (!same)
            failures.Add($"{what}: expected {expected:R}, was {actual:R}");
    }

    private static void Same(System.Text.Json.Nodes.JsonNode? expected, IEnumerable<double> actual)
    {
        double[] left = GoldenMetrics.Numbers(expected), right = [.. actual];
        Assert.HasCount(left.Length, right);
        for (int i = 0; i < left.Length; i++)
            Assert.AreEqual(left[i], right[i], 1e-12);
    }

    private static double Value(LabelMetrics label, string key, ZeroDivision zero) => key switch
    {
        "support" => label.Support,
        "precision" => label.Precision,
        "recall" => label.Recall,
        "f1" => label.F1,
        "f2" => label.FBeta(2, zero),
        "jaccard" => label.Jaccard,
        "specificity" => label.Specificity,
        "npv" => label.NegativePredictiveValue,
        "balanced_accuracy" => label.BalancedAccuracy,
        "gmean" => label.GeometricMean,
        "mcc" => label.MatthewsCorrelation,
        "kappa" => label.CohensKappa,
        "roc_auc" => label.RocAuc,
        "average_precision" => label.AveragePrecision,
        "bce" => label.BinaryCrossEntropy,
        "brier_score" => label.BrierScore,
        "ece" => label.ExpectedCalibrationError,
        _ => throw new ArgumentException(key),
    };
}
