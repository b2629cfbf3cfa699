using Microsoft.ML.Data;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;

namespace Microsoft.ML.AutoML;

// Kept as a sum of products of names, such as "e0 * e1 + e0 * e2": stage e0, and then e1 or e2.
public class SweepablePipeline : ISweepable<EstimatorChain<ITransformer>>
{
    private const string SchemaKey = "_SCHEMA_";

    private readonly string[][] _terms;

    internal SweepablePipeline()
        : this([], [[]])
    {
    }

    private SweepablePipeline(Dictionary<string, SweepableEstimator> estimators, string[][] terms)
    {
        Estimators = estimators;
        _terms = terms;
    }

    public Dictionary<string, SweepableEstimator> Estimators { get; }

    public SearchSpace.SearchSpace SearchSpace
    {
        get
        {
            var space = new SearchSpace.SearchSpace();
            foreach ((string name, SweepableEstimator estimator) in Estimators)
                space.Add(name, estimator.SearchSpace);
            space.Add(SchemaKey, new ChoiceOption([.. _terms.Select(term => (object)string.Join(" * ", term))]));
            return space;
        }
    }

    public EstimatorChain<ITransformer> BuildFromOption(MLContext context, Parameter parameter)
    {
        var chain = new EstimatorChain<ITransformer>();
        foreach (string name in Parse(parameter[SchemaKey].AsType<string>()).Single())
            chain = chain.Append(Estimators[name].BuildFromOption(context, parameter[name]));
        return chain;
    }

    public SweepablePipeline BuildSweepableEstimatorPipeline(string schema)
    {
        string[][] terms = Parse(schema);
        return new(terms.SelectMany(term => term).Distinct().ToDictionary(name => name, name => Estimators[name]), terms);
    }

    public SweepablePipeline Append(params ISweepable<IEstimator<ITransformer>>[] sweepables)
    {
        var estimators = new Dictionary<string, SweepableEstimator>(Estimators);
        var added = new List<string[]>();
        foreach (ISweepable<IEstimator<ITransformer>> sweepable in sweepables)
        {
            if (sweepable is SweepablePipeline pipeline)
            {
                added.AddRange(pipeline._terms.Select(term => term.Select(name => Name(pipeline.Estimators[name])).ToArray()));
            }
            else
            {
                added.Add([Name((SweepableEstimator)sweepable)]);
            }
        }

        return new(estimators, [.. _terms.SelectMany(_ => added, (before, after) => (string[])[.. before, .. after])]);

        string Name(SweepableEstimator estimator)
        {
            string name = $"e{estimators.Count}";
            estimators.Add(name, estimator);
            return name;
        }
    }

    private static string[][] Parse(string schema) =>
        [.. schema.Split('+').Select(term => term.Split('*', StringSplitOptions.TrimEntries))];
}

public static class SweepableExtension
{
    public static SweepablePipeline Append(this IEstimator<ITransformer> estimator, SweepableEstimator estimator1) =>
        new SweepablePipeline().Append(estimator).Append(estimator1);

    public static SweepablePipeline Append(this SweepablePipeline pipeline, IEstimator<ITransformer> estimator) =>
        pipeline.Append(new SweepableEstimator((_, _) => estimator, new SearchSpace.SearchSpace()));

    public static SweepablePipeline Append(this SweepableEstimator estimator, SweepablePipeline estimator1) =>
        new SweepablePipeline().Append(estimator).Append(estimator1);

    public static SweepablePipeline Append(this SweepableEstimator estimator, IEstimator<ITransformer> estimator1) =>
        new SweepablePipeline().Append(estimator).Append(estimator1);

    public static SweepablePipeline Append(this IEstimator<ITransformer> estimator, SweepablePipeline pipeline) =>
        new SweepablePipeline().Append(estimator).Append(pipeline);

    public static SweepablePipeline Append(this SweepableEstimator estimator, params SweepableEstimator[] estimators) =>
        new SweepablePipeline().Append(estimator).Append(estimators);

    public static SweepablePipeline Append(this IEstimator<ITransformer> estimator, params SweepableEstimator[] estimators) =>
        new SweepablePipeline().Append(estimator).Append(estimators);
}
