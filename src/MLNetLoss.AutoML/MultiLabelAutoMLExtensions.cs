using Microsoft.ML.AutoML;
using MLNetLoss.AutoML;
using MLNetLoss.Evaluation;

namespace Microsoft.ML;

/// <summary>Lets an AutoML experiment optimise a multi-label measure.</summary>
public static class MultiLabelAutoMLExtensions
{
    extension(AutoMLExperiment experiment)
    {
        /// <summary>
        /// Makes the experiment optimise a multi-label measure. Call it after <c>SetPipeline</c>, which sets its own trial runner;
        /// <c>SetDataset</c> may come before or after.
        /// </summary>
        /// <remarks>
        /// <para>Each trial trains on the training data and is judged on the validation data, or is judged by cross-validation: the mean of
        /// the measure over the folds, the same folds in every trial. A trial whose measure is not defined (NaN) never wins.</para>
        /// <para>After cross-validation, the model of a trial that is the best so far is trained on all rows; other trials keep the model of
        /// the first fold.</para>
        /// <para>A trial that is stopped, by time, memory or the caller, stops in the middle of reading or training.</para>
        /// </remarks>
        /// <param name="metric">The measure and the columns it uses.</param>
        /// <returns>The experiment.</returns>
        public AutoMLExperiment SetMultiLabelMetric(MultiLabelMetric metric) => SetRunner(experiment, metric, null);

        /// <summary>
        /// Makes the experiment optimise a multi-label measure, as the overload without this column does, with cross-validation folds that have every label in
        /// its proportion, as those of <c>ml.MultiLabelClassification.CrossValidate</c> do. Train and validation sets are used as they are.
        /// </summary>
        /// <param name="metric">The measure and the columns it uses.</param>
        /// <param name="stratificationColumnName">
        /// The labels in the data of <c>SetDataset</c>: a vector of Single or of Boolean, a vector of keys, a vector of text, or text with
        /// separators.
        /// </param>
        /// <param name="separator">The separator of the labels in a text.</param>
        /// <returns>The experiment.</returns>
        /// <exception cref="ArgumentException">The column's name is empty.</exception>
        public AutoMLExperiment SetMultiLabelMetric(MultiLabelMetric metric, string stratificationColumnName, char separator = ';')
        {
            ArgumentException.ThrowIfNullOrEmpty(stratificationColumnName);
            return SetRunner(experiment, metric, new Stratification(stratificationColumnName, separator));
        }

        /// <summary>Makes the experiment optimise a multi-label measure; see the overload for a <see cref="MultiLabelMetric"/>.</summary>
        /// <param name="key">The measure's key, such as <c>micro_f1</c>, <c>lrap</c> or <c>bce</c>.</param>
        /// <param name="labelColumnName">The targets: a vector of Single in [0, 1] or of Boolean, or a vector of keys.</param>
        /// <returns>The experiment.</returns>
        /// <exception cref="ArgumentException">There is no such measure.</exception>
        public AutoMLExperiment SetMultiLabelMetric(string key = "micro_f1", string labelColumnName = "Label") =>
            experiment.SetMultiLabelMetric(new MultiLabelMetric(key, labelColumnName));
    }

    private static AutoMLExperiment SetRunner(AutoMLExperiment experiment, MultiLabelMetric metric, Stratification? stratification)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(metric);
        var best = new BestLoss();
        return experiment.SetTrialRunner(services => new MultiLabelTrialRunner(services, metric, stratification, best));
    }
}
