using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Metrics;
using MLNetLoss.Solvers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Docs;

/// <summary>The code of docs/coming-from.md.</summary>
[TestClass]
public sealed class ComingFromDocs
{
    [TestMethod]
    public void AllLabelsAtOnce_DoesTheWorkOfOneModelPerLabel()
    {
        var ml = new MLContext(seed: 1);
        IDataView articles = ml.Data.LoadFromEnumerable(Article.Examples());
        string[] tags = ["cooking", "sport", "travel"];

        List<ITransformer> perLabel = OneModelPerLabel(ml, articles, tags);

        var pipeline = ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags", separator: ';')
            .Append(ml.Transforms.Text.FeaturizeText("Features", "Text"))
            .Append(ml.MultiLabelClassification.Trainers.LogisticRegression());
        var model = pipeline.Fit(articles);

        // The same objective, without ML.NET's L1 penalty: a row differs only where its score is next to 0.
        bool[][] ours = [.. model.Transform(articles).GetColumn<bool[]>("PredictedLabel")];
        CollectionAssert.AreEqual(tags, model.LastTransformer.Model.LabelNames.ToArray());
        for (int label = 0; label < tags.Length; label++)
        {
            bool[] theirs = [.. perLabel[label].Transform(articles).GetColumn<bool>("PredictedLabel")];
            int equal = theirs.Where((value, row) => value == ours[row][label]).Count();
            Assert.IsGreaterThan(0.8 * theirs.Length, equal, tags[label]);
        }
    }

    [TestMethod]
    public void PyTorchsTraining_GivesPyTorchsModel()
    {
        // What PyTorch 1.13 made of the same rows in the same order, with weights and biases starting at 0.
        Check(new()
        {
            UpdateRule = UpdateRule.AdamW,
            LearningRate = 0.05,
            L2Regularization = 0.1 * 12,
            Schedule = StepSchedule.Cosine,
        }, [0.06401473f, 0.21366996f, 0.07101336f, -0.10543498f], [-0.2994644f, -0.32319865f]);
        Check(new()
        {
            UpdateRule = UpdateRule.Momentum,
            LearningRate = 0.5 / 2,
            L2Regularization = 0.1 * 12 * 2,
            Schedule = StepSchedule.Constant,
        }, [-0.00767173f, 0.16797885f, 0.05770302f, -0.03836233f], [-0.3069427f, -0.30775556f]);
        Check(new()
        {
            UpdateRule = UpdateRule.Adam,
            LearningRate = 0.05,
            L2Regularization = 0.1 * 12 * 2,
        }, [0.04511455f, 0.16563441f, 0.0560129f, -0.0708151f], [-0.29512367f, -0.3171271f]);

        static void Check(GradientDescentTrainer.Options options, float[] weights, float[] biases)
        {
            options.BatchSize = 4;
            options.NumberOfIterations = 10;
            options.Shuffle = false;
            var ml = new MLContext();
            IDataView rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 12).Select(i => new Embedding
            {
                Features = [MathF.Sin((2 * i) + 1), MathF.Sin((2 * i) + 2)],
                Label = [i * 7 % 5 < 2 ? 1 : 0, ((i * 7) + 3) % 5 < 2 ? 1 : 0],
            }));
            LinearMultiLabelModelParameters model = ml.MultiLabelClassification.Trainers.GradientDescent(options).Fit(rows).Model;
            for (int label = 0; label < 2; label++)
            {
                Assert.AreEqual(biases[label], model.GetBias(label), 2e-6);
                for (int feature = 0; feature < 2; feature++)
                    Assert.AreEqual(weights[(2 * label) + feature], model.GetWeights(label)[feature], 2e-6);
            }
        }
    }

    [TestMethod]
    public void TheExampleForPyTorch_Trains()
    {
        var ml = new MLContext();
        int rowCount = 100;
        IDataView rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, rowCount).Select(i => new Embedding
        {
            Features = [MathF.Sin(i), MathF.Cos(i)],
            Label = [MathF.Sin(i) > 0 ? 1 : 0, MathF.Cos(i) > 0 ? 1 : 0],
        }));

        var trainer = ml.MultiLabelClassification.Trainers.GradientDescent(new GradientDescentTrainer.Options
        {
            UpdateRule = UpdateRule.AdamW,
            LearningRate = 0.05,
            L2Regularization = 0.01 * 0.8 * rowCount,   // weight_decay * N, the rows trained on
            Schedule = StepSchedule.Cosine,
            BatchSize = 20,
            NumberOfIterations = 10,
            ValidationFraction = 0.2,                   // early stopping on these rows
            ValidationMeasure = "lrap",
            Patience = 3,
        });

        Assert.IsGreaterThan(0.8, ml.MultiLabelClassification.Evaluate(trainer.Fit(rows).Transform(rows)).MicroF1);
    }

    [TestMethod]
    [DoNotParallelize]
    public void ScikitLearnsSteps_GiveItsNumbers()
    {
        var ml = new MLContext(seed: 1);
        IDataView articles = ml.Data.LoadFromEnumerable(Article.Examples());

        var pipeline = ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags", separator: ';')
            .Append(ml.Transforms.Text.NormalizeText("Lower", "Text", keepDiacritics: true))
            .Append(ml.Transforms.Text.ProduceWordBags("Features", "Lower", ngramLength: 1, useAllLengths: false))
            .Append(ml.MultiLabelClassification.Trainers.LogisticRegression(new LogisticRegressionTrainer.Options
            {
                L2Regularization = 1,
                Tolerance = 1e-9,
            }));
        var model = pipeline.Fit(articles);

        // OneVsRestClassifier(LogisticRegression(C=1, solver='newton-cg', tol=1e-12)) of scikit-learn 1.2, after CountVectorizer(token_pattern=r"\S+").
        CollectionAssert.AreEqual(new[] { "cooking", "sport", "travel" }, model.LastTransformer.Model.LabelNames.ToArray());
        Assert.AreEqual(45, model.LastTransformer.Model.FeatureCount);
        double[] biases = [0.10755783, -0.10755783, -1.04470981], scores = [1.92935203, -1.92935203, 2.07127757];
        float[] first = model.Transform(articles).GetColumn<float[]>("Score").First();
        for (int label = 0; label < 3; label++)
        {
            Assert.AreEqual(biases[label], model.LastTransformer.Model.GetBias(label), 1e-4);
            Assert.AreEqual(scores[label], first[label], 1e-4);
        }

        string printed = PrintingCode.Run(() => Report(ml.MultiLabelClassification.Evaluate(model.Transform(articles))));
        string[] lines = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        CollectionAssert.AreEqual(new[] { "travel", "1.00", "1.00", "1.00", "36" }, lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.HasCount(7, lines);
    }

    [TestMethod]
    public void Featurizers_WeighAsTheTableSays()
    {
        var ml = new MLContext();
        IDataView texts = ml.Data.LoadFromEnumerable([new Ticket { Text = "disk disk full" }, new Ticket { Text = "disk" }, new Ticket { Text = "net" }]);
        var bags = ml.Transforms.Text.ProduceWordBags(
            "Features", "Text", ngramLength: 1, weighting: Microsoft.ML.Transforms.Text.NgramExtractingEstimator.WeightingCriteria.TfIdf);
        float[] first = bags.Fit(texts).Transform(texts).GetColumn<float[]>("Features").First();
        Assert.AreEqual(2 * Math.Log(3 / 2.0), first[0], 1e-6);
        Assert.AreEqual(Math.Log(3 / 1.0), first[1], 1e-6);
        float[] both = ml.Transforms.Text.FeaturizeText("Features", "Text").Fit(texts).Transform(texts).GetColumn<float[]>("Features").First();
        Assert.AreEqual(2, both.Sum(value => value * value), 1e-5, "two parts of length 1");
        Assert.AreEqual(2 / Math.Sqrt(7), both.Max(), 1e-6, "disk twice; full, disk disk and disk full once");
    }

    [TestMethod]
    public void GridSearch_FindsTheBest()
    {
        var ml = new MLContext(seed: 1);
        IDataView articles = ml.Data.LoadFromEnumerable(Article.Examples());

        IEstimator<ITransformer> Pipeline(double l2) => ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags", separator: ';')
            .Append(ml.Transforms.Text.FeaturizeText("Features", "Text"))
            .Append(ml.MultiLabelClassification.Trainers.LogisticRegression(l2Regularization: l2));

        double MicroF1(double l2) => ml.MultiLabelClassification
            .CrossValidate(articles, Pipeline(l2), numberOfFolds: 5, stratificationColumnName: "Tags")["micro_f1"].Mean;

        double best = new[] { 1000, 10, 0.1 }.MaxBy(MicroF1);
        var model = Pipeline(best).Fit(articles);

        Assert.AreNotEqual(1000, best);
        Assert.IsNotNull(model);
    }

    private static void Report(MultiLabelClassificationMetrics metrics)
    {
        foreach (var label in metrics.PerLabel)
            Console.WriteLine($"{label.Name,-20} {label.Precision,6:f2} {label.Recall,6:f2} {label.F1,6:f2} {label.Support,6}");
        foreach (string average in (string[])["micro", "macro", "weighted", "samples"])
            Console.WriteLine($"{average,-20} {metrics[average + "_precision"],6:f2} {metrics[average + "_recall"],6:f2} {metrics[average + "_f1"],6:f2}");
    }

    private static List<ITransformer> OneModelPerLabel(MLContext ml, IDataView articles, string[] tags)
    {
        var models = new List<ITransformer>();
        foreach (string tag in tags)
        {
            var labelled = ml.Transforms.CustomMapping<Article, OneTag>(
                (article, label) => label.HasTag = article.Tags.Split(';').Contains(tag), contractName: null);
            var oneModel = labelled
                .Append(ml.Transforms.Text.FeaturizeText("Features", "Text"))
                .Append(ml.BinaryClassification.Trainers.LbfgsLogisticRegression("HasTag", l1Regularization: 0));
            models.Add(oneModel.Fit(articles));
        }

        return models;
    }

    private sealed class OneTag
    {
        public bool HasTag { get; set; }
    }

    private sealed class Embedding
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        [VectorType(2)]
        public float[] Label { get; set; } = [];
    }
}
