using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Losses;
using MLNetLoss.Trainers;
using MLNetLoss.Transforms;

namespace MLNetLoss.Fuzz;

/// <summary>
/// Makes the corpus of model files, at the formats' versions of today. Files once made are kept, those of older versions under the version's
/// name: a file of the corpus that a later version cannot load would be a file of a user's that it cannot load.
/// </summary>
internal static class ModelCorpus
{
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var ml = new MLContext(1);
        IDataView rows = ml.Data.LoadFromEnumerable(Rows());
        Save("dense.zip", Chain(ml, trainer: ml.MultiLabelClassification.Trainers.GradientDescent(numberOfIterations: 2)));
        Save("sparse.zip", Chain(ml, trainer: ml.MultiLabelClassification.Trainers.LogisticRegression(new LogisticRegressionTrainer.Options
        {
            FeatureColumnName = "Few",
            L2Regularizations = [10, 1, 0.1],
        }), separator: ','));

        // As many steps as the others have: the target for whole files keeps the frame of one of them.
        Save("calibrated.zip", new EstimatorChain<ITransformer>()
            .Append(ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags"))
            .Append(ml.MultiLabelClassification.Trainers.GradientDescent(numberOfIterations: 2))
            .Append(ml.MultiLabelClassification.Calibrators.Platt())
            .Append(ml.MultiLabelClassification.Calibrators.Isotonic()));

        void Save<T>(string name, EstimatorChain<T> chain)
            where T : class, ITransformer => ml.Model.Save(chain.Fit(rows), rows.Schema, Path.Combine(folder, name));
    }

    private static EstimatorChain<VectorToLabelSetTransformer> Chain(MLContext ml, IEstimator<ITransformer> trainer, char? separator = null) =>
        new EstimatorChain<ITransformer>()
            .Append(ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags"))
            .Append(trainer)
            .Append(ml.Transforms.BinaryCrossEntropyWithLogits("Loss", weight: [1, 2, 3], reduction: Reduction.None, posWeight: [2]))
            .Append(ml.Transforms.Conversion.MapVectorToLabelSet("Names", "PredictedLabel", separator));

    private static IEnumerable<Row> Rows()
    {
        var random = new Random(1);
        string[] tags = ["io", "net", "text"];
        for (int i = 0; i < 40; i++)
        {
            float[] features = [.. Enumerable.Range(0, 5).Select(_ => random.NextSingle() - 0.5f)];
            yield return new Row
            {
                Features = features,
                // Of twenty features three are ever seen: the model is written with its non-zero weights only.
                Few = [.. Enumerable.Range(0, 20).Select(feature => feature % 7 == 0 ? features[feature / 7] : 0)],
                Tags = string.Join(';', tags.Where((_, label) => features[label] > 0)),
            };
        }
    }

    private sealed class Row
    {
        [VectorType(5)]
        public float[] Features { get; set; } = [];

        [VectorType(20)]
        public float[] Few { get; set; } = [];

        public string Tags { get; set; } = "";
    }
}
