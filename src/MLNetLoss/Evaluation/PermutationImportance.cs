using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetLoss.Data;
using MLNetLoss.Numerics;

namespace MLNetLoss.Evaluation;

/// <summary>
/// Permutation feature importance (Breiman, 2001): each feature's values are shuffled among the rows several times, and the measure tells how
/// much the model lost.
/// </summary>
internal static class PermutationImportance
{
    /// <summary>Computes the importances.</summary>
    /// <param name="environment">Takes messages.</param>
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
        if (model.IsRowToRowMapper && !DependsOn(model.GetRowToRowMapper(data.Schema), metric.ScoreColumnName, column.Column))
        {
            throw new ArgumentException(
                $"The model computes the feature column '{column.Column.Name}' itself, from others, so that permuting the one in the data would change " +
                "nothing; expected the predictor alone, such as LastTransformer of a chain, and the data that it is given.", nameof(model));
        }

        string[]? names = column.ReadNames();
        int[] features = settings.Choose(column.Count);
        var values = new FeatureValues(data, column.Column, features, cancellation);
        double baseline = metric.Evaluate(environment, model.Transform(data), cancellation);
        var losses = new double[features.Length * settings.PermutationCount];
        int done = 0;
        int tenth = Math.Max(1, losses.Length / 10);
        using IChannel channel = environment.Register(nameof(PermutationImportance)).Start("PermutationFeatureImportance");
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

            int count = Interlocked.Increment(ref done);
            if (count % tenth == 0 || count == losses.Length)
                channel.Info(MessageSensitivity.None, "{0} of {1} permutations are done.", count, losses.Length);
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

    // A chain that normalises the column reads it; one that makes it from another column does not.
    private static bool DependsOn(IRowToRowMapper mapper, string scoreColumnName, DataViewSchema.Column feature) =>
        mapper.OutputSchema.GetColumnOrNull(scoreColumnName) is not { } score
        || mapper.GetDependencies([score]).Any(input => input.Index == feature.Index);

    // One random stream per feature and permutation, so that neither threads nor the choice of features change a result.
    private static Random RandomOf(int seed, int feature, int permutation) =>
        new((int)SplitMix.Mix(SplitMix.Mix((uint)seed, (uint)feature + 1UL), (uint)permutation + 1UL));
}
