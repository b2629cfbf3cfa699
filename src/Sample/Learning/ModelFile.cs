using Microsoft.ML;
using MLNetLoss.Sample.Files;
using MLNetLoss.Trainers;

namespace MLNetLoss.Sample.Learning;

/// <summary>A trained model and the columns it was trained on, as a model file holds them.</summary>
/// <param name="Path">The file, for messages.</param>
/// <param name="Transformer">The whole chain: what turns data into predictions.</param>
/// <param name="InputSchema">The columns of the data it was trained on.</param>
internal sealed record ModelFile(string Path, ITransformer Transformer, DataViewSchema InputSchema)
{
    /// <summary>The steps of the chain.</summary>
    public IEnumerable<ITransformer> Steps => Transformer as IEnumerable<ITransformer> ?? [Transformer];

    /// <summary>How its multi-label model was trained; null when the file does not say.</summary>
    public TrainingSummary? Training => Steps.OfType<MultiLabelPredictionTransformer>().LastOrDefault()?.Model.Training;

    /// <summary>Saves a model: whole, or not at all.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="model">The model.</param>
    /// <param name="inputSchema">The columns of the data it was trained on.</param>
    /// <param name="path">The file; it is replaced if it exists.</param>
    /// <param name="cancellationToken">Nothing is saved once it is cancelled.</param>
    public static void Save(
        MLContext ml, ITransformer model, DataViewSchema inputSchema, string path, CancellationToken cancellationToken) =>
        AtomicFile.Write(path, temporary => ml.Model.Save(model, inputSchema, temporary), cancellationToken);

    /// <summary>Loads a model.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is damaged, or not a multi-label model.</exception>
    public static ModelFile Load(MLContext ml, string path)
    {
        TableReader.Existing(path);
        ModelFile model;
        DataViewSchema? output;
        try
        {
            model = new ModelFile(path, ml.Model.LoadVerified(path, out DataViewSchema? inputSchema), inputSchema!);
            // The parts of a damaged chain may no longer fit together.
            output = inputSchema is null ? null : model.Transformer.GetOutputSchema(inputSchema);
        }
        // ML.NET copies the file's entries to the temporary folder first.
        catch (Exception exception) when (IsDiskFull(exception.GetBaseException()))
        {
            throw new InputException($"{path}: no space left for it in the temporary folder {System.IO.Path.GetTempPath()}");
        }
        // A damaged file can make ML.NET throw anything; to the user it makes no difference.
        catch (Exception exception) when (exception is not UnauthorizedAccessException)
        {
            throw new InputException($"{path}: not a readable model file, or a damaged one: {CommandLine.Describe(exception)}");
        }
        if (output is null)
            throw new InputException($"{path}: a model without its input columns; expected one made by 'train'");
        foreach (string column in (string[])["Score", "Probability", "PredictedLabel"])
        {
            if (output.GetColumnOrNull(column) is null)
                throw new InputException($"{path}: not a multi-label model: it has no output column '{column}'");
        }
        return model;
    }

    // ENOSPC of Unix, ERROR_DISK_FULL of Windows.
    private static bool IsDiskFull(Exception exception) => exception is IOException && (exception.HResult & 0xFFFF) is 28 or 112;
}
