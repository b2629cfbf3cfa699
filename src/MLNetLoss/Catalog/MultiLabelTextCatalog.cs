using MLNetLoss.Data;

namespace Microsoft.ML;

/// <summary>Multi-label text files: <c>ml.Data.LoadFromMultiLabelTextFile(path)</c> and back.</summary>
public static class MultiLabelTextCatalog
{
    private const string DefaultLabel = "Label";
    private const string DefaultFeatures = "Features";

    extension(DataOperationsCatalog catalog)
    {
        /// <summary>
        /// Loads rows of labels and features from a text file, one row a line: <c>l1,l2 index:value index:value ...</c>, where a row
        /// without labels begins with a blank.
        /// </summary>
        /// <remarks>
        /// <para>
        /// With a first line <c>rows features labels</c> all indices count from 0 (the format of the extreme-classification repository);
        /// without it they count from 1 (LIBSVM's multi-label format), and the sizes are found by reading the file once, unless both are
        /// given. Many LIBSVM files count labels from 0 and features from 1: see <paramref name="zeroBasedLabels"/>.
        /// </para>
        /// <para>
        /// Items are separated by blanks or tabs and may be in any order. Lines end with a line feed, optionally preceded by a carriage return;
        /// an empty line is skipped, and a line with only a blank is a row without labels and features. A byte order mark is skipped.
        /// </para>
        /// <para>
        /// The rows are streamed: a cursor holds the file open and parses as it moves, so the file must not change. Both columns are vectors of
        /// Single of known size; labels are 1 or absent, and features are sparse unless a row names every one. Every row is checked, whatever
        /// columns are read; a fault throws <see cref="MultiLabelTextFormatException"/>, from this method if it is in the header or found
        /// while the file is read for its sizes, otherwise from the cursor.
        /// </para>
        /// </remarks>
        /// <param name="path">The file.</param>
        /// <param name="labelColumnName">Name of the column of labels.</param>
        /// <param name="featureColumnName">Name of the column of features.</param>
        /// <param name="numberOfLabels">
        /// The number of labels. For a file without a header it replaces the largest label index of the file, so that a test file gets the size
        /// of the training file; with a header the two must agree.
        /// </param>
        /// <param name="numberOfFeatures">The number of features, likewise.</param>
        /// <param name="zeroBasedLabels">Whether labels count from 0 in a file without a header; with a header they always do.</param>
        /// <returns>The data: lazy, not shuffled, with its row count if known.</returns>
        /// <exception cref="ArgumentException">
        /// A name is empty, both columns have the same name, a number is not positive or differs from the header's.
        /// </exception>
        /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
        /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a directory.</exception>
        /// <exception cref="MultiLabelTextFormatException">
        /// The file is empty or compressed; an item is malformed; an index is repeated in a row, or beyond the number of labels or features; a value is not
        /// finite; there are more or fewer rows than the header says; the header claims more than a file of its length can hold.
        /// </exception>
        public IDataView LoadFromMultiLabelTextFile(
            string path,
            string labelColumnName = DefaultLabel,
            string featureColumnName = DefaultFeatures,
            int? numberOfLabels = null,
            int? numberOfFeatures = null,
            bool zeroBasedLabels = false)
        {
            ArgumentNullException.ThrowIfNull(catalog);
            ArgumentException.ThrowIfNullOrEmpty(path);
            ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
            ArgumentException.ThrowIfNullOrEmpty(featureColumnName);
            if (labelColumnName == featureColumnName)
                throw new ArgumentException($"The columns of labels and of features are both named '{labelColumnName}'.", nameof(featureColumnName));
            if (numberOfLabels is { } labels)
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(labels, nameof(numberOfLabels));
            if (numberOfFeatures is { } features)
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features, nameof(numberOfFeatures));
            MultiLabelTextLayout layout = MultiLabelTextLayout.Open(path, numberOfLabels, numberOfFeatures, zeroBasedLabels);
            return new MultiLabelTextView(layout, labelColumnName, featureColumnName);
        }

        /// <summary>
        /// Writes labels and features as multi-label text with a header. Loading it gives the same values; zeros are not written.
        /// </summary>
        /// <param name="data">The rows.</param>
        /// <param name="stream">The destination; left open.</param>
        /// <param name="labelColumnName">The column of labels: a vector of Single 0 or 1 or of Boolean, or a vector of keys.</param>
        /// <param name="featureColumnName">The column of features: a vector of Single of known size.</param>
        /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
        /// <exception cref="InvalidDataException">
        /// There are no rows; a label is missing or fractional, or a feature is not finite, which the format cannot represent; or a vector is not
        /// of its column's size. What was written before stays in the stream.
        /// </exception>
        public void SaveAsMultiLabelText(
            IDataView data, Stream stream, string labelColumnName = DefaultLabel, string featureColumnName = DefaultFeatures)
        {
            ArgumentNullException.ThrowIfNull(catalog);
            ArgumentNullException.ThrowIfNull(data);
            ArgumentNullException.ThrowIfNull(stream);
            LabelColumn labels = LabelColumn.Bind(data.Schema, labelColumnName);
            new MultiLabelTextWriter(stream, labels, FeatureColumn.Bind(data.Schema, featureColumnName)).Write(data);
        }
    }
}
