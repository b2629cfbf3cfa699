using Microsoft.ML;
using Microsoft.ML.Transforms.Text;
using MLNetLoss.Sample.Files;

namespace MLNetLoss.Sample.Learning;

/// <summary>What turns rows of text and labels into what a trainer learns from.</summary>
internal static class TextPipeline
{
    /// <summary>The columns "Features", from the text, and "Label", from the tags.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="labelNames">The labels, in this order; null to take those that the rows name.</param>
    public static IEstimator<ITransformer> Create(MLContext ml, IEnumerable<string>? labelNames) =>
        ml.Transforms.Conversion.MapLabelSetToVector("Label", nameof(TextRow.Tags), labelNames: labelNames)
            .Append(CreateFeatures(ml));

    /// <summary>
    /// The column "Features": words and pairs of neighbouring words, weighted by how rare they are (TF-IDF), each row of length 1. Parts
    /// of words, which FeaturizeText adds by default, would multiply the features and the time for little.
    /// </summary>
    /// <param name="ml">The context.</param>
    public static IEstimator<ITransformer> CreateFeatures(MLContext ml) =>
        ml.Transforms.Text.FeaturizeText(
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
                Norm = TextFeaturizingEstimator.NormFunction.L2,
            },
            nameof(TextRow.Text));
}
