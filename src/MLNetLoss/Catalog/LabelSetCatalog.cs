using MLNetLoss.Interop;
using MLNetLoss.Transforms;

namespace Microsoft.ML;

/// <summary>Conversions of label sets: <c>ml.Transforms.Conversion.MapLabelSetToVector</c> and back.</summary>
public static class LabelSetCatalog
{
    extension(TransformsCatalog.ConversionTransforms catalog)
    {
        /// <summary>
        /// Turns label names, such as the text <c>"io;net"</c> or the text vector <c>["io", "net"]</c>, into a vector of Single with a slot
        /// for each label: 1 where the row has it, else 0. The slot names are the label names.
        /// </summary>
        /// <remarks>
        /// Names are trimmed and compared by ordinal value, case included. Names unknown to the model are ignored, counted
        /// (<see cref="LabelSetToVectorTransformer.UnknownLabelCount"/>) and reported in the log. Missing or empty text is a row without
        /// labels.
        /// </remarks>
        /// <param name="outputColumnName">The name of the new column of vectors.</param>
        /// <param name="inputColumnName">The column of label names; null for <paramref name="outputColumnName"/>.</param>
        /// <param name="separator">The separator of the names in a text; ignored for a vector of text, whose items are names.</param>
        /// <param name="minimumOccurrences">The number of training rows in which a name must occur to become a label; at least 1.</param>
        /// <param name="labelNames">The label names in slot order; null to learn them from the data, in ordinal order.</param>
        /// <returns>The estimator; its <c>Fit</c> reads the rows once.</returns>
        /// <exception cref="ArgumentException">A name is empty or repeated, or an option is out of its range.</exception>
        public LabelSetToVectorEstimator MapLabelSetToVector(
            string outputColumnName,
            string? inputColumnName = null,
            char separator = LabelSetToVectorEstimator.DefaultSeparator,
            int minimumOccurrences = LabelSetToVectorEstimator.DefaultMinimumOccurrences,
            IEnumerable<string>? labelNames = null) =>
            new(CatalogEnvironment.Of(catalog), outputColumnName, inputColumnName, separator, minimumOccurrences, labelNames);

        /// <summary>
        /// Turns a vector of Boolean (or of Single 0 or 1) into the names of its slots that are true: a vector of text of variable size,
        /// <c>string[]</c> in a prediction class; or a single text, if a separator is given.
        /// </summary>
        /// <remarks>
        /// Initialise the <c>string[]</c> with <c>[]</c>: a <see cref="PredictionEngine{TSrc, TDst}"/> leaves a property that is null as it
        /// is where there are no names.
        /// </remarks>
        /// <param name="outputColumnName">The name of the new column of label names.</param>
        /// <param name="inputColumnName">The column of vectors, with slot names.</param>
        /// <param name="separator">The separator of the names in a single text; null for a vector of text.</param>
        /// <returns>The estimator, which learns nothing.</returns>
        /// <exception cref="ArgumentException">A column name is empty.</exception>
        public VectorToLabelSetEstimator MapVectorToLabelSet(
            string outputColumnName, string? inputColumnName = "PredictedLabel", char? separator = null)
        {
            CatalogEnvironment.Of(catalog);
            return new(outputColumnName, inputColumnName, separator);
        }
    }
}
