using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Sample.Files;

namespace MLNetLoss.Sample.Learning;

/// <summary>Opens the data given to a command: a table of text, or a file in the multi-label text format.</summary>
internal static class InputData
{
    /// <summary>Opens data to train on, or data for a model that was trained on <paramref name="trained"/>.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="path">The file.</param>
    /// <param name="columns">How the data is laid out.</param>
    /// <param name="trained">The columns of the data a model was trained on, which this data must fit; null to train on it.</param>
    /// <param name="needsLabels">Whether the labels are read too.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="InputException">The file, or an option for it, is missing or does not fit.</exception>
    public static IDataView Open(
        MLContext ml, string path, DataLayout columns, DataViewSchema? trained = null, bool needsLabels = true,
        CancellationToken cancellationToken = default)
    {
        TableReader.Existing(path);
        bool isTable = TableReader.IsTable(path);
        if (trained is not null && isTable != trained.GetColumnOrNull(nameof(TextRow.Text)) is not null)
        {
            throw new InputException(isTable
                ? $"{path}: is a table of text, but the model was trained on numeric features in the multi-label text format"
                : $"{path}: its name does not end in .csv or .tsv, but the model was trained on a table of text");
        }
        return isTable
            ? OpenTable(ml, path, columns, needsLabels, isTraining: trained is null, cancellationToken)
            : OpenTextFormat(ml, path, columns, trained);
    }

    private static IDataView OpenTable(
        MLContext ml, string path, DataLayout columns, bool needsLabels, bool isTraining, CancellationToken cancellationToken)
    {
        if (columns.ZeroBasedLabels)
            throw new InputException($"{path}: --zero-based-labels is of a file in the multi-label text format, which this is not");
        if (columns.Text is null)
            throw new InputException($"{path}: a table needs --text COLUMN, the column of text");
        if (needsLabels && columns.Labels is null)
            throw new InputException($"{path}: a table needs --labels COLUMN, the column of labels");
        List<TextRow> rows = TextTable.Read(
            path, columns.Text, needsLabels ? columns.Labels : null, columns.Separator ?? DataLayout.DefaultSeparator,
            columns.Delimiter, cancellationToken);
        if (isTraining && !rows.Exists(row => row.Tags.Length > 0))
            throw new InputException($"{path}: no row has a label in the column '{columns.Labels}' (--labels)");
        if (isTraining && !rows.Exists(row => HasWord(row.Text)))
            throw new InputException($"{path}: no row has a word in the column '{columns.Text}' (--text)");
        if (isTraining && columns.Separator is null && SeparatorHint(rows) is { } hint)
            Contexts.Warn(ml, $"{path}: no cell of the column '{columns.Labels}' contains '{DataLayout.DefaultSeparator}'; {hint}");
        return ml.Data.LoadFromEnumerable(rows);
    }

    // A comma can be part of a name, so this is no more than a hint.
    private static string? SeparatorHint(List<TextRow> rows)
    {
        if (rows.Exists(row => row.Tags.Length > 1))
            return null;
        foreach (char separator in ",|")
        {
            int count = rows.Count(row => row.Tags is [var tag] && tag.Contains(separator));
            if (count >= rows.Count / 10.0)
                return $"{count} of {rows.Count} contain '{separator}', and if that separates labels, they need --separator '{separator}'";
        }
        return null;
    }

    // Punctuation is dropped before text is split into words.
    private static bool HasWord(string text) => text.Any(c => !char.IsWhiteSpace(c) && !char.IsPunctuation(c));

    private static IDataView OpenTextFormat(MLContext ml, string path, DataLayout columns, DataViewSchema? trained)
    {
        if (columns is not { Text: null, Labels: null, Separator: null })
            throw new InputException($"{path}: --text, --labels and --separator are of a table, whose name ends in .csv or .tsv");
        if (columns.Delimiter is not null)
            throw new InputException($"{path}: --delimiter is of a table, whose name ends in .csv or .tsv");
        if (trained is null)
            return ml.Data.LoadFromMultiLabelTextFile(path, zeroBasedLabels: columns.ZeroBasedLabels);
        // Without a header, only a file's largest indices tell its sizes; the model knows the true ones.
        int features = SizeOf(trained, "Features");
        int labels = SizeOf(trained, "Label");
        try
        {
            return ml.Data.LoadFromMultiLabelTextFile(path, numberOfLabels: labels, numberOfFeatures: features, zeroBasedLabels: columns.ZeroBasedLabels);
        }
        catch (ArgumentException exception)
        {
            throw new InputException($"{path}: does not fit the model's {features} features and {labels} labels: {CommandLine.Describe(exception)}");
        }
    }

    private static int SizeOf(DataViewSchema schema, string column) =>
        schema.GetColumnOrNull(column)?.Type is VectorDataViewType { IsKnownSize: true } type ? type.Size
            : throw new InputException($"the model was not made by 'train': it has no column '{column}' of known size");
}
