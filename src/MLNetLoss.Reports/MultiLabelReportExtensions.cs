using MLNetLoss.Evaluation;
using MLNetLoss.Reports;

namespace Microsoft.ML;

/// <summary>Reports of scored data: <c>ml.MultiLabelClassification.WriteReport(scored, directory)</c>.</summary>
public static class MultiLabelReportExtensions
{
    extension(MultiLabelClassificationCatalog catalog)
    {
        /// <summary>
        /// Evaluates scored data and writes a report: <c>index.html</c>, which needs no other file and no network, and each picture as PNG
        /// and SVG. The data is read three times; the rows are kept in memory for the intervals.
        /// </summary>
        /// <param name="data">Scored data, such as a model's <c>Transform</c> of a test set.</param>
        /// <param name="directory">The directory; it is created when its parent exists. Files of an earlier report are replaced.</param>
        /// <param name="options">What to show; null for the defaults.</param>
        /// <param name="labelColumnName">The targets, as for <see cref="MultiLabelClassificationCatalog.Evaluate"/>.</param>
        /// <param name="scoreColumnName">The scores.</param>
        /// <param name="probabilityColumnName">The probabilities; null for the sigmoid of the scores.</param>
        /// <param name="predictedLabelColumnName">The predicted labels; null to predict by the options' thresholds.</param>
        /// <param name="exampleWeightColumnName">The rows' weights; null when every row weighs 1.</param>
        /// <param name="cancellationToken">Stops the work; nothing is written then.</param>
        /// <returns>What the report shows.</returns>
        /// <exception cref="ArgumentOutOfRangeException">A column is absent, or its type or size is not what it should be.</exception>
        /// <exception cref="ArgumentException">A value or an option is out of its range.</exception>
        /// <exception cref="InvalidDataException">A target lies outside [0, 1]; the message names row and label.</exception>
        /// <exception cref="InvalidOperationException">There is no row to evaluate.</exception>
        /// <exception cref="OperationCanceledException">The work was stopped.</exception>
        /// <exception cref="IOException">The directory cannot be written to.</exception>
        /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
        public MultiLabelReportData WriteReport(
            IDataView data,
            string directory,
            MultiLabelReportOptions? options = null,
            string labelColumnName = "Label",
            string scoreColumnName = "Score",
            string? probabilityColumnName = "Probability",
            string? predictedLabelColumnName = "PredictedLabel",
            string? exampleWeightColumnName = null,
            CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(data);
            ArgumentException.ThrowIfNullOrEmpty(directory);
            options ??= new MultiLabelReportOptions();
            MultiLabelReport.Check(directory, options);
            options.Bootstrap.Check();
            var columns = new EvaluationColumns(
                labelColumnName, scoreColumnName, probabilityColumnName, predictedLabelColumnName, exampleWeightColumnName);
            MultiLabelReportData report = ReportCollector.Collect(catalog, data, columns, options, cancellationToken);
            MultiLabelReport.Write(directory, report, options);
            return report;
        }
    }
}
