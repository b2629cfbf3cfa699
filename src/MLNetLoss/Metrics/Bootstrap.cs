using MLNetLoss.Numerics;

namespace MLNetLoss.Metrics;

/// <summary>
/// The bootstrap (Efron, 1979): rows are drawn with replacement, as many as there are, and the measures of each resample computed. Intervals are
/// percentile intervals. Every resample has its own random generator, so the number of threads does not change the result.
/// </summary>
internal static class Bootstrap
{
    /// <summary>Intervals of measures.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="options">How to resample.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static MeasureInterval[] Intervals(RetainedRows rows, BootstrapOptions options, CancellationToken cancellation)
    {
        options.Check();
        MultiLabelMeasure[] measures = Measures(rows, options);
        double[] whole = Values(measures, rows);
        double[][] values = Resample([rows], options, metrics => [.. measures.Select(measure => measure.Of(metrics[0]))], cancellation);
        return [.. measures.Select((measure, index) =>
        {
            (double lower, double upper, double error) = Spread(values, index, options.ConfidenceLevel);
            return new MeasureInterval(measure, whole[index], lower, upper, error);
        })];
    }

    /// <summary>Intervals of the differences of two models on the same rows.</summary>
    /// <param name="first">The rows as the first model scores them.</param>
    /// <param name="second">The same rows as the second model scores them.</param>
    /// <param name="options">How to resample.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">The rows are not the same.</exception>
    public static MeasureDifference[] Differences(
        RetainedRows first, RetainedRows second, BootstrapOptions options, CancellationToken cancellation)
    {
        options.Check();
        RequireSameRows(first, second);
        MultiLabelMeasure[] measures = Measures(first, options);
        double[] one = Values(measures, first), other = Values(measures, second);
        double[][] values = Resample(
            [first, second], options, metrics => [.. measures.Select(measure => measure.Of(metrics[1]) - measure.Of(metrics[0]))], cancellation);
        return [.. measures.Select((measure, index) =>
        {
            (double lower, double upper, double error) = Spread(values, index, options.ConfidenceLevel);
            double[] defined = [.. values.Select(value => value[index]).Where(value => !double.IsNaN(value))];
            double below = (1.0 + defined.Count(value => value <= 0)) / (1 + defined.Length);
            double above = (1.0 + defined.Count(value => value >= 0)) / (1 + defined.Length);
            double pValue = defined.Length == 0 ? double.NaN : Math.Min(1, 2 * Math.Min(below, above));
            return new MeasureDifference(measure, one[index], other[index], lower, upper, error, pValue);
        })];
    }

    /// <summary>What the measures asked for are computed from.</summary>
    /// <param name="options">The options.</param>
    public static MeasureParts PartsOf(BootstrapOptions options) => options.Measures.Count == 0
        ? MeasureParts.All
        : options.Measures.Aggregate(MeasureParts.None, (parts, key) => parts | MultiLabelMeasure.Get(key).Parts);

    private static MultiLabelMeasure[] Measures(RetainedRows rows, BootstrapOptions options) => options.Measures.Count > 0
        ? [.. options.Measures.Select(MultiLabelMeasure.Get)]
        : [.. MultiLabelMeasure.For(rows.Sums.Options)];

    /// <summary>The measures of the rows as they are. A measure the options do not cover is found here, before threads would wrap the exception.</summary>
    private static double[] Values(MultiLabelMeasure[] measures, RetainedRows rows)
    {
        MultiLabelClassificationMetrics metrics = rows.Compute();
        return [.. measures.Select(measure => measure.Of(metrics))];
    }

    private static double[][] Resample(
        RetainedRows[] sets, BootstrapOptions options, Func<MultiLabelClassificationMetrics[], double[]> measure, CancellationToken cancellation)
    {
        foreach (RetainedRows rows in sets)
            rows.Sort();
        int count = sets[0].RowCount;
        var values = new double[options.Replicates][];
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = options.Threads ?? Environment.ProcessorCount };
        Parallel.For(
            0, options.Replicates, parallel,
            () => (Times: new int[count], Views: sets.Select(rows => new ReweighedRows(rows)).ToArray()),
            (replicate, _, local) =>
            {
                Draw(local.Times, options.Seed, replicate);
                values[replicate] = measure([.. local.Views.Select(view => view.Compute(local.Times))]);
                return local;
            },
            _ => { });
        return values;
    }

    private static void Draw(int[] times, int seed, int replicate)
    {
        // One step of another generator makes the streams of neighbouring seeds and resamples independent.
        var seeds = new SplitMix(((ulong)(uint)seed << 32) | (uint)replicate);
        var random = new SplitMix(seeds.Next());
        Array.Clear(times);
        for (int draw = 0; draw < times.Length; draw++)
            times[random.Below(times.Length)]++;
    }

    /// <summary>Percentiles, interpolated linearly, and standard deviation; resamples whose value is NaN are left out.</summary>
    private static (double Lower, double Upper, double Error) Spread(double[][] values, int index, double level)
    {
        double[] sorted = [.. values.Select(value => value[index]).Where(value => !double.IsNaN(value)).Order()];
        if (sorted.Length == 0)
            return (double.NaN, double.NaN, double.NaN);
        double mean = sorted.Average();
        double error = Math.Sqrt(sorted.Sum(value => (value - mean) * (value - mean)) / (sorted.Length - 1));
        return (Quantile(sorted, (1 - level) / 2), Quantile(sorted, (1 + level) / 2), error);
    }

    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        double low = sorted[below], high = sorted[Math.Min(below + 1, sorted.Length - 1)], between = place - below;
        // Infinite values cannot be interpolated.
        return between == 0 || double.IsInfinity(low) ? low : low + (between * (high - low));
    }

    private static void RequireSameRows(RetainedRows first, RetainedRows second)
    {
        if (first.LabelCount != second.LabelCount)
            throw new ArgumentException($"The first model has {first.LabelCount} labels, the second {second.LabelCount}; a comparison needs the same labels.");
        LabelOrder.RequireSame(first.LabelNames, "for the first model", second.LabelNames, "for the second");
        if (first.RowCount != second.RowCount)
        {
            throw new ArgumentException(
                $"The first model has {first.RowCount} rows, the second {second.RowCount}; a comparison needs the same rows in the same order.");
        }

        for (int row = 0; row < first.RowCount; row++)
        {
            ReadOnlySpan<float> one = first.Targets(row), other = second.Targets(row);
            for (int label = 0; label < one.Length; label++)
            {
                if (!one[label].Equals(other[label]))
                {
                    throw new ArgumentException(FormattableString.Invariant(
                        $"Label {label} of row {first.Number(row)} is {one[label]} for the first model and {other[label]} for the second; a comparison needs the same rows in the same order."));
                }
            }

            if (first.Weights[row] != second.Weights[row])
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"Row {first.Number(row)} weighs {first.Weights[row]} for the first model and {second.Weights[row]} for the second."));
            }
        }
    }
}
