using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetLoss.Data;

namespace MLNetLoss.Evaluation;

/// <summary>
/// The importance of features by permutation (Breiman, 2001): each feature's values are dealt out to the rows at random, again and
/// again, and the measure says what the model lost.
/// </summary>
internal static class PermutationImportance
{
    /// <summary>Computes the importances.</summary>
    /// <param name="environment">Takes the progress.</param>
    /// <param name="model">The model.</param>
    /// <param name="data">What the model reads.</param>
    /// <param name="metric">The measure.</param>
    /// <param name="settings">How to permute.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static IReadOnlyList<FeatureImportance> Compute(
        IHostEnvironment environment, ITransformer model, IDataView data, MultiLabelMetric metric,
        PermutationSettings settings, CancellationToken cancellation)
    {
        FeatureColumn column = FeatureColumn.Bind(data.Schema, settings.FeatureColumnName);
        string[]? names = column.ReadNames();
        int[] features = settings.Choose(column.Count);
        var values = new FeatureValues(data, column.Column, features, cancellation);
        double baseline = metric.Evaluate(environment, model.Transform(data), cancellation);
        var losses = new double[features.Length * settings.PermutationCount];
        int done = 0;
        IHost host = environment.Register(nameof(PermutationImportance));
        using IProgressChannel progress = host.StartProgressChannel("PermutationFeatureImportance");
        progress.SetHeader(new ProgressHeader("permutations"), entry => entry.SetProgress(0, Volatile.Read(ref done), losses.Length));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = settings.NumberOfThreads ?? -1, CancellationToken = cancellation };
        ParallelWork.For(losses.Length, parallel, i =>
        {
            int feature = features[i / settings.PermutationCount];
            if (!values.IsConstant(feature))
            {
                float[] permuted = values.Permute(feature, RandomOf(settings.Seed, feature, i % settings.PermutationCount));
                IDataView scored = model.Transform(new PermutedView(data, column.Column, feature, permuted));
                losses[i] = metric.Improvement(baseline, metric.Evaluate(environment, scored, cancellation));
            }

            Interlocked.Increment(ref done);
        });

        return
        [
            .. features
                .Select((feature, i) => FeatureImportance.Of(
                    feature, names?[feature], losses.AsSpan(i * settings.PermutationCount, settings.PermutationCount)))
                .OrderByDescending(importance => importance.Mean)
                .ThenBy(importance => importance.Index),
        ];
    }

    // One stream for each feature and permutation, so that neither threads nor the choice of features change a result.
    private static Random RandomOf(int seed, int feature, int permutation)
    {
        ulong mixed = (uint)seed;
        foreach (int number in (ReadOnlySpan<int>)[feature, permutation])
        {
            // The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
            mixed = (mixed * 0x9E3779B97F4A7C15) + (uint)number + 1;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            mixed ^= mixed >> 31;
        }

        return new Random((int)mixed);
    }
}
