using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Text;
using MLNetLoss.Sample.Files;

namespace MLNetLoss.Sample.Learning;

/// <summary>What turns rows of text and labels into what a trainer learns from.</summary>
internal static class TextPipeline
{
    /// <summary>The L2 regularization strength, unless the user says otherwise: rows of length 1 need less than the trainers' default.</summary>
    public const float L2Regularization = 0.1f;

    /// <summary>From how many rows on a single row with a word is too few to learn from it.</summary>
    public const int ManyRows = 100;

    /// <summary>
    /// In how many rows a word or a pair must occur to become a feature, unless the user says otherwise. Most pairs occur only once, and need
    /// most of the memory; what is learnt from one row rarely holds for another.
    /// </summary>
    /// <param name="rows">The number of rows; null if it is not known.</param>
    public static int MinimumRows(long? rows) => rows < ManyRows ? 1 : 2;

    /// <summary>
    /// The columns "Label", from the tags, and "Features", from the text: words and pairs of neighbouring words, weighted by how rare they are
    /// (TF-IDF), each row of length 1. Parts of words, which FeaturizeText adds by default, would multiply the features and the time for little.
    /// </summary>
    /// <param name="ml">The context.</param>
    /// <param name="labelNames">The labels, in this order; null to take those that the rows name.</param>
    /// <param name="minimumRows">In how many rows a word or a pair must occur to become a feature.</param>
    public static IEstimator<ITransformer> Create(MLContext ml, IEnumerable<string>? labelNames, int minimumRows)
    {
        bool selects = minimumRows > 1;
        EstimatorChain<ITransformer> columns = new EstimatorChain<ITransformer>()
            .Append<ITransformer>(ml.Transforms.Conversion.MapLabelSetToVector("Label", nameof(TextRow.Tags), labelNames: labelNames))
            .Append<ITransformer>(ml.Transforms.Text.FeaturizeText(
                "Features",
                new TextFeaturizingEstimator.Options
                {
                    WordFeatureExtractor = new WordBagEstimator.Options
                    {
                        NgramLength = 2,
                        UseAllLengths = true,
                        Weighting = NgramExtractingEstimator.WeightingCriteria.TfIdf,
                    },
                    CharFeatureExtractor = null!,
                    KeepPunctuations = false,
                    Norm = selects ? TextFeaturizingEstimator.NormFunction.None : TextFeaturizingEstimator.NormFunction.L2,
                },
                nameof(TextRow.Text)));
        return selects
            ? columns.Append<ITransformer>(ml.Transforms.FeatureSelection.SelectFeaturesBasedOnCount("Features", count: minimumRows))
                .Append<ITransformer>(ml.Transforms.NormalizeLpNorm("Features"))
            : columns;
    }
}
