using Microsoft.ML.Runtime;
using MLNetLoss.Calibrators;
using MLNetLoss.Evaluation;

namespace Microsoft.ML;

public sealed partial class MultiLabelClassificationCatalog
{
    /// <summary>The calibrators, which turn the scores of each label into probabilities that agree with the observed frequencies.</summary>
    public CalibratorsCatalog Calibrators { get; }

    /// <summary>The calibrators of multi-label classification.</summary>
    public sealed class CalibratorsCatalog
    {
        private readonly IHostEnvironment _environment;

        internal CalibratorsCatalog(IHostEnvironment environment) => _environment = environment;

        /// <summary>
        /// Platt scaling of each label: a sigmoid of the score whose slope and offset are fitted to the targets; see
        /// <see cref="MLNetLoss.Solvers.Calibration.PlattCalibrator"/>. It has two parameters per label, so few rows are enough.
        /// </summary>
        /// <param name="labelColumnName">The targets: a vector of Single or of Boolean, or a vector of keys.</param>
        /// <param name="scoreColumnName">The scores: a vector of L Singles.</param>
        /// <param name="exampleWeightColumnName">The row weights, Single; null for none.</param>
        /// <param name="minimumRowsPerClass">
        /// A label with fewer positive rows, or fewer negative rows, keeps the sigmoid of its score; at least 1. A soft target counts as a
        /// fraction of a row of each class.
        /// </param>
        /// <exception cref="ArgumentException">The name of a column is empty, or <paramref name="minimumRowsPerClass"/> is below 1.</exception>
        public MultiLabelCalibratorEstimator Platt(
            string labelColumnName = "Label",
            string scoreColumnName = "Score",
            string? exampleWeightColumnName = null,
            int minimumRowsPerClass = 1)
            => new(
                _environment, new EvaluationColumns(labelColumnName, scoreColumnName, null, null, exampleWeightColumnName), CalibrationMethod.Platt,
                minimumRowsPerClass);

        /// <summary>
        /// Isotonic regression of each label: the probability is a non-decreasing function of the score, of any shape, fitted to the
        /// targets; see <see cref="MLNetLoss.Solvers.Calibration.IsotonicCalibrator"/>. With fewer than a few hundred positive rows it fits
        /// noise.
        /// </summary>
        /// <param name="labelColumnName">The targets: a vector of Single or of Boolean, or a vector of keys.</param>
        /// <param name="scoreColumnName">The scores: a vector of L Singles.</param>
        /// <param name="exampleWeightColumnName">The row weights, Single; null for none.</param>
        /// <param name="minimumRowsPerClass">
        /// A label with fewer positive rows, or fewer negative rows, keeps the sigmoid of its score; at least 1. A soft target counts as a
        /// fraction of a row of each class.
        /// </param>
        /// <exception cref="ArgumentException">The name of a column is empty, or <paramref name="minimumRowsPerClass"/> is below 1.</exception>
        public MultiLabelCalibratorEstimator Isotonic(
            string labelColumnName = "Label",
            string scoreColumnName = "Score",
            string? exampleWeightColumnName = null,
            int minimumRowsPerClass = 1)
            => new(
                _environment, new EvaluationColumns(labelColumnName, scoreColumnName, null, null, exampleWeightColumnName), CalibrationMethod.Isotonic,
                minimumRowsPerClass);
    }
}
