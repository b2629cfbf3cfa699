using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

/// <summary>A measure that is asked for alone is computed from its parts alone, and is the same to the bit.</summary>
[TestClass]
public sealed class MeasurePartsTests
{
    private const int Labels = 7;
    private const int Rows = 60;

    private static readonly string[] s_names = [.. Enumerable.Range(0, Labels).Select(label => $"name {label}")];

    public static IEnumerable<object[]> Keys =>
    [
        .. MultiLabelMeasure.Fixed.Select(measure => (object[])[measure.Key]),
        .. LabelMeasureList.Keys.Select(family => (object[])[$"{family}:name 2"]),
        ["f2:name 3"], ["macro_f2"], ["micro_f0.5"], ["samples_f2"], ["weighted_f3"],
        ["precision_at_1"], ["recall_at_3"], ["ndcg_at_5"], ["psp_at_2"], ["psndcg_at_3"],
    ];

    [TestMethod]
    [DynamicData(nameof(Keys))]
    public void A_measure_alone_is_the_same(string key)
    {
        MultiLabelMeasure measure = MultiLabelMeasure.Get(key);
        MultiLabelMetricOptions options = OptionsOf(measure);
        var whole = new MultiLabelMetricsAccumulator(Labels, options, s_names);
        var alone = new MultiLabelMetricsAccumulator(Labels, options, s_names, measure.Parts);
        ForEachRow(1, (scores, probabilities, predicted, targets, weight) =>
        {
            whole.Add(scores, probabilities, predicted, targets, weight);
            alone.Add(scores, probabilities, predicted, targets, weight);
        });
        double expected = measure.Of(whole.Compute());
        Assert.IsTrue(double.IsFinite(expected));
        Assert.AreEqual(expected, measure.Of(alone.Compute()));
    }

    [TestMethod]
    [DynamicData(nameof(Keys))]
    public void Intervals_of_a_measure_alone_are_the_same(string key)
    {
        MultiLabelMetricOptions options = OptionsOf(MultiLabelMeasure.Get(key));
        var bootstrap = new BootstrapOptions { Replicates = 9, Measures = [key], Threads = 1 };
        RetainedRows whole = Retain(1, MeasureParts.All), alone = Retain(1, Bootstrap.PartsOf(bootstrap));
        RetainedRows otherWhole = Retain(2, MeasureParts.All), otherAlone = Retain(2, Bootstrap.PartsOf(bootstrap));
        CollectionAssert.AreEqual(
            Bootstrap.Intervals(whole, bootstrap, CancellationToken.None).Select(Numbers).ToArray(),
            Bootstrap.Intervals(alone, bootstrap, CancellationToken.None).Select(Numbers).ToArray());
        CollectionAssert.AreEqual(
            Bootstrap.Differences(whole, otherWhole, bootstrap, CancellationToken.None).Select(Numbers).ToArray(),
            Bootstrap.Differences(alone, otherAlone, bootstrap, CancellationToken.None).Select(Numbers).ToArray());

        RetainedRows Retain(int seed, MeasureParts parts)
        {
            var rows = new RetainedRows(Labels, options, s_names, parts);
            ForEachRow(seed, rows.Add);
            return rows;
        }
    }

    [TestMethod]
    public void Decisions_are_counted_without_keeping_a_row()
    {
        var rows = new MultiLabelMetricsAccumulator(Labels, null, s_names, MultiLabelMeasure.Get("micro_f1").Parts);
        ForEachRow(1, (scores, probabilities, predicted, targets, weight) => rows.Add(scores, probabilities, predicted, targets, weight));
        float[] scores = new float[Labels], targets = new float[Labels];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int row = 0; row < 10_000; row++)
            rows.Add(scores, default, default, targets);
        // The runtime itself allocates a few thousand on this thread at times; a byte for each cell would be 70,000.
        Assert.IsLessThan(50_000, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.AreEqual(Rows + 10_000, rows.CountedRows);
    }

    private static (double, double, double, double) Numbers(MeasureInterval interval) =>
        (interval.Value, interval.Lower, interval.Upper, interval.StandardError);

    private static (double, double, double, double) Numbers(MeasureDifference difference) =>
        (difference.First, difference.Second, difference.Lower, difference.Upper);

    private static MultiLabelMetricOptions OptionsOf(MultiLabelMeasure measure) => measure.Options with
    {
        InversePropensities = measure.Key.StartsWith("ps", StringComparison.Ordinal) ? [.. Enumerable.Range(1, Labels).Select(i => i * 0.5)] : [],
    };

    private static void ForEachRow(int seed, RowAction action)
    {
        var targetsOf = new Random(7);
        var random = new Random(seed);
        for (int row = 0; row < Rows; row++)
        {
            float[] targets = [.. Enumerable.Range(0, Labels).Select(_ => targetsOf.Next(12) == 0 ? float.NaN : targetsOf.Next(3) == 0 ? 1f : 0)];
            float[] scores = [.. targets.Select(target => (random.Next(-8, 9) * 0.5f) + (target == 1 ? 2 : 0))];
            float[] probabilities = [.. scores.Select(score => 1 / (1 + MathF.Exp(-score)))];
            bool[] predicted = [.. scores.Select(score => score > 0.7f)];
            action(scores, probabilities, predicted, targets, 1 + (row % 3));
        }
    }

    private delegate void RowAction(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> probabilities, ReadOnlySpan<bool> predicted, ReadOnlySpan<float> targets, float weight);
}
