using Microsoft.ML;
using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Docs;

/// <summary>The code of the README.</summary>
[TestClass]
public sealed class ReadmeDocs
{
    [TestMethod]
    [DoNotParallelize]
    public void QuickStart()
    {
        string printed = PrintingCode.Run(RunQuickStart, "model.zip");
        Assert.Contains("micro-F1", printed);
        Assert.Contains("predicted: cooking, travel", printed);
    }

    [TestMethod]
    public void Losses()
    {
        float[] target = [1, 0, 1, 1, 0, 0];
        float[] logits = [.0391f, .7691f, .1190f, .8846f, .1628f, .2641f];
        var gradient = new float[6];

        double mean = Functional.BinaryCrossEntropyWithLogits(logits, target);               // 0.7361
        double same = new BCEWithLogitsLoss().Forward(logits, target, gradient);             // and its gradient
        double rare = Functional.BinaryCrossEntropyWithLogits(logits, target, posWeight: [4, 1, 2]);

        Assert.AreEqual(0.7361, mean, 5e-5);
        Assert.AreEqual(mean, same, 1e-15);
        Assert.IsGreaterThan(mean, rare);
        Assert.AreEqual((1 / (1 + Math.Exp(-.7691))) / 6, gradient[1], 1e-7);
    }

    private static void RunQuickStart()
    {
        var ml = new MLContext(seed: 1);
        IDataView articles = ml.Data.LoadFromEnumerable(Article.Examples());
        var split = ml.Data.TrainTestSplit(articles, testFraction: 0.2);

        var pipeline = ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags", separator: ';')       // "io;net" becomes a 0/1 vector
            .Append(ml.Transforms.Text.FeaturizeText("Features", "Text"))
            .Append(ml.MultiLabelClassification.Trainers.GradientDescent())                                // Score, Probability, PredictedLabel
            .Append(ml.Transforms.BinaryCrossEntropyWithLogits("Loss"))                                    // of each row
            .Append(ml.Transforms.Conversion.MapVectorToLabelSet("PredictedTags", "PredictedLabel"));      // string[] again
        var model = pipeline.Fit(split.TrainSet);

        var metrics = ml.MultiLabelClassification.Evaluate(model.Transform(split.TestSet));
        Console.WriteLine($"micro-F1 {metrics.MicroF1:f3}, label ranking average precision {metrics["lrap"]:f3}");
        foreach (var label in metrics.PerLabel)
            Console.WriteLine($"{label.Name,-8} {label.Support,3} rows, F1 {label.F1:f3}");

        ml.Model.Save(model, split.TrainSet.Schema, "model.zip");
        var loaded = ml.Model.Load("model.zip", out _);
        using var engine = ml.Model.CreatePredictionEngine<Article, Prediction>(loaded);
        var prediction = engine.Predict(new Article { Text = "where to eat pasta and bread on a train journey" });
        Console.WriteLine($"predicted: {string.Join(", ", prediction.PredictedTags)}");
    }
}

public sealed class Article
{
    public string Text { get; set; } = "";

    public string Tags { get; set; } = "";

    // Stands for your own rows: of a file, a database, a service.
    public static IEnumerable<Article> Examples()
    {
        string[] cooking = ["bread with olives", "a soup of beans", "pasta and tomatoes", "an oven dish", "eat well for little"];
        string[] travel = ["by night train", "a journey to the coast", "hotels in the hills", "walking from village to village"];
        string[] sport = ["the final match", "a marathon", "two goals", "the cyclists"];
        foreach (string a in cooking)
            foreach (string b in travel)
                yield return new Article { Text = $"{a}, {b}", Tags = "cooking;travel" };
        foreach (string a in travel)
            foreach (string b in sport)
                yield return new Article { Text = $"{b}, {a}", Tags = "sport;travel" };
        foreach (string text in cooking.Concat(sport))
            yield return new Article { Text = text, Tags = cooking.Contains(text) ? "cooking" : "sport" };
    }
}

public sealed class Prediction
{
    public string[] PredictedTags { get; set; } = [];
}
