using Microsoft.ML;
using Microsoft.ML.Data;

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
}
