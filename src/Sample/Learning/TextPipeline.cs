using System.Globalization;
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

    // A gigabyte of them.
    private const long ManyWeights = 250_000_000;

    /// <summary>
    /// Fits what makes the columns "Label", from the tags, and "Features", from the text: words and pairs of neighbouring words, weighted by how rare
    /// they are (TF-IDF), each row of length 1. Parts of words, which FeaturizeText adds by default, would multiply the features and the time for little.
    /// </summary>
    /// <param name="ml">The context, which is warned where the text has no repeated words or makes a huge model.</param>
    /// <param name="data">Rows of text and tags.</param>
    /// <param name="labelNames">The labels, in this order; null to take those that the rows name.</param>
    /// <param name="minimumRows">
    /// In how many rows a word or a pair must occur to become a feature; null for 2 in large tables. Most pairs occur only once, and need most of the
    /// memory; what is learnt from one row rarely holds for another.
    /// </param>
    /// <exception cref="InputException">No word occurs in as many rows as the user asked for.</exception>
    public static TransformerChain<ITransformer> Fit(MLContext ml, IDataView data, IEnumerable<string>? labelNames, int? minimumRows)
    {
        // The number of rows is unknown where they are a part of others, as in the demo.
        int used = minimumRows ?? (data.GetRowCount() < ManyRows ? 1 : 2);
        TransformerChain<ITransformer> columns = Create(ml, labelNames, used).Fit(data);
        if (!HasFeatures(columns, data) && minimumRows is null)
        {
            Contexts.Warn(ml, "no word occurs in two rows; texts are split into words at spaces");
            columns = Create(ml, labelNames, minimumRows: 1).Fit(data);
        }
        if (!HasFeatures(columns, data))
            throw new InputException($"--min-rows {used}: no word of the text occurs in so many rows");

        DataViewSchema schema = columns.GetOutputSchema(data.Schema);
        int features = SizeOf(schema["Features"]), labels = SizeOf(schema["Label"]);
        if ((long)features * labels > ManyWeights)
        {
            Contexts.Warn(ml, string.Create(CultureInfo.InvariantCulture,
                $"{features:N0} features and {labels:N0} labels are {(double)features * labels * sizeof(float) / 1e9:0.0} GB of weights, and training needs several times that; a greater --min-rows makes fewer features"));
        }
        return columns;
    }

    private static bool HasFeatures(TransformerChain<ITransformer> columns, IDataView data) => columns.GetOutputSchema(data.Schema)["Features"].HasSlotNames();

    private static int SizeOf(DataViewSchema.Column column) => ((VectorDataViewType)column.Type).Size;

    private static EstimatorChain<ITransformer> Create(MLContext ml, IEnumerable<string>? labelNames, int minimumRows)
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
