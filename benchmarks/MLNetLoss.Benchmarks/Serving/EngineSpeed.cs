using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Solvers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Benchmarks.Serving;

/// <summary>
/// Microseconds a call of <c>PredictionEngine</c>: the featurizer alone, with our model of all labels behind it, and with one of
/// ML.NET's own binary models for each label, in turns in one run.
/// </summary>
internal static class EngineSpeed
{
    private const int Features = 50_000;
    private const int Labels = 100;
    private const int Rounds = 15;

    public static int Run(string[] arguments)
    {
        bool peer = !arguments.Contains("--no-peer");
        int[] lengths = [.. arguments.Where(text => text[0] != '-').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        var ml = new MLContext(1);
        IDataView texts = ml.Data.LoadFromEnumerable(EngineRow.Vocabulary(Features, 50));
        ITransformer featurizer = ml.Transforms.Text.TokenizeIntoWords("Words", "Text")
            .Append(ml.Transforms.Conversion.MapValueToKey("Keys", "Words", maximumNumberOfKeys: Features))
            .Append(ml.Transforms.Text.ProduceNgrams("Features", "Keys", ngramLength: 1, maximumNgramsCount: Features))
            .Fit(texts);
        using var featurize = ml.Model.CreatePredictionEngine<EngineRow, FeaturizedRow>(featurizer);
        using var ours = ml.Model.CreatePredictionEngine<EngineRow, ScoredRow>(Ours(ml, featurizer, texts));
        using PredictionEngine<EngineRow, PeerRow>? theirs = peer ? ml.Model.CreatePredictionEngine<EngineRow, PeerRow>(Peer(ml, featurizer, texts)) : null;
        Console.WriteLine($"{Features} features, {Labels} labels; microseconds a call, median of {Rounds} rounds");
        foreach (int length in lengths.Length == 0 ? [20, 100, 300] : lengths)
        {
            EngineRow[] rows = EngineRow.Draw(500, Features, length);
            var actions = new List<Action<EngineRow>> { row => featurize.Predict(row), row => ours.Predict(row) };
            if (theirs is not null)
                actions.Add(row => theirs.Predict(row));
            double[] times = Measure(rows, actions);
            string line = FormattableString.Invariant(
                $"  {length,4} words per text: featurizer {times[0],7:F1}, with our model {times[1],7:F1}, minus featurizer {times[1] - times[0],6:F1}");
            if (theirs is not null)
            {
                line += FormattableString.Invariant(
                    $"; with {Labels} models of ML.NET {times[2],8:F1}, beyond {times[2] - times[0],8:F1}, ratio {(times[2] - times[0]) / (times[1] - times[0]):F0}");
            }

            Console.WriteLine(FormattableString.Invariant($"{line} ({rows.Average(row => ours.Predict(row).PredictedTags.Length):F0} labels a text)"));
        }

        return 0;
    }

    private static TransformerChain<ITransformer> Ours(MLContext ml, ITransformer featurizer, IDataView texts)
    {
        var random = new Random(2);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
        var model = new MultiLabelPredictionTransformer(
            new LinearMultiLabelModelParameters(
                new LinearModel(Features, Labels, Draw(Features * Labels), Draw(Labels)),
                [.. Enumerable.Range(0, Labels).Select(label => $"label {label}")],
                null),
            "Features");
        ITransformer names = ml.Transforms.Conversion.MapVectorToLabelSet("PredictedTags", "PredictedLabel")
            .Fit(model.Transform(featurizer.Transform(texts)));
        return new TransformerChain<ITransformer>(featurizer, model, names);
    }

    // One binary logistic regression a label, each score under a name of its own, gathered in one vector: what ML.NET alone can do. How
    // well it is trained does not change how long it takes, so it is trained for one iteration on one label.
    private static TransformerChain<ITransformer> Peer(MLContext ml, ITransformer featurizer, IDataView texts)
    {
        var trainer = ml.BinaryClassification.Trainers.LbfgsLogisticRegression(
            new Microsoft.ML.Trainers.LbfgsLogisticRegressionBinaryTrainer.Options { MaximumNumberOfIterations = 1, NumberOfThreads = 1 });
        IDataView featurized = ml.Data.Cache(featurizer.Transform(texts));
        var model = trainer.Fit(featurized);
        ITransformer[] chain =
        [
            featurizer,
            .. Enumerable.Range(0, Labels).SelectMany(label => new ITransformer[]
            {
                model, ml.Transforms.CopyColumns($"Score{label}", "Score").Fit(model.Transform(featurized)),
            }),
        ];
        IDataView last = chain.Aggregate(texts, (data, transformer) => transformer.Transform(data));
        return new TransformerChain<ITransformer>(
            [.. chain, ml.Transforms.Concatenate("All", [.. Enumerable.Range(0, Labels).Select(label => $"Score{label}")]).Fit(last)]);
    }

    private static double[] Measure(EngineRow[] rows, List<Action<EngineRow>> actions)
    {
        var times = new double[actions.Count][];
        Array.ForEach([.. Enumerable.Range(0, times.Length)], i => times[i] = new double[Rounds]);
        for (int round = -3; round < Rounds; round++)
        {
            for (int i = 0; i < actions.Count; i++)
            {
                long start = Stopwatch.GetTimestamp();
                foreach (EngineRow row in rows)
                    actions[i](row);
                if (round >= 0)
                    times[i][round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / rows.Length;
            }
        }

        return [.. times.Select(rounds => rounds.Order().ElementAt(Rounds / 2))];
    }
}
