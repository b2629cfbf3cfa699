using CsvHelper;
using Microsoft.ML;

namespace MLNetLoss.Sample.Learning;

/// <summary>Writes predictions as a table: the row's number, from 1; its predicted labels; and the most likely labels with their probabilities.</summary>
internal static class PredictionWriter
{
    /// <summary>Writes all rows.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="scored">Data with the columns Probability and PredictedLabel.</param>
    /// <param name="names">The labels' names.</param>
    /// <param name="separator">The character between two predicted labels of a row; no name contains it.</param>
    /// <param name="top">How many of the most likely labels to write.</param>
    /// <param name="cancellationToken">Ends the writing early.</param>
    /// <returns>The number of rows.</returns>
    public static long Write(
        MLContext ml, TextWriter writer, IDataView scored, string[] names, char separator, int top, CancellationToken cancellationToken)
    {
        using CsvWriter csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteField("row");
        csv.WriteField("predicted");
        for (int i = 1; i <= top; i++)
        {
            csv.WriteField($"label_{i}");
            csv.WriteField($"probability_{i}");
        }
        csv.EndRecord();

        long row = 0;
        foreach (Prediction prediction in ml.Data.CreateEnumerable<Prediction>(scored, reuseRowObject: true))
        {
            cancellationToken.ThrowIfCancellationRequested();
            csv.WriteField(++row);
            csv.WriteField(string.Join(separator, names.Where((_, label) => prediction.PredictedLabel[label])));
            foreach (int label in Predictions.Top(prediction.Probability, top))
            {
                csv.WriteField(names[label]);
                csv.WriteField(prediction.Probability[label]);
            }
            csv.EndRecord();
        }
        return row;
    }
}
