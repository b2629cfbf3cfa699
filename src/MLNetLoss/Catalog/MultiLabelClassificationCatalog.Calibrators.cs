using Microsoft.ML.Runtime;
using MLNetLoss.Calibrators;
using MLNetLoss.Evaluation;

namespace Microsoft.ML;

public sealed partial class MultiLabelClassificationCatalog
{
    /// <summary>The calibrators: they make probabilities hold, label by label.</summary>
    public CalibratorsCatalog Calibrators { get; }

    /// <summary>The calibrators of multi-label classification.</summary>
    public sealed class CalibratorsCatalog
    {
        private readonly IHostEnvironment _environment;

        internal CalibratorsCatalog(IHostEnvironment environment) => _environment = environment;

        /// <summary>
        /// Platt scaling of each label: a sigmoid of the score, whose slope and offset are fitted to the targets; see
        /// <see cref="MLNetLoss.Solvers.Calibration.PlattCalibrator"/>. Two numbers a label, so few rows are enough.
        /// </summary>
        /// <param name="labelColumnName">The targets: a vector of Single or of Boolean, or a vector of keys.</param>
        /// <param name="scoreColumnName">The scores: a vector of L Singles.</param>
        /// <param name="exampleWeightColumnName">The weights of rows, Single; null for none.</param>
        /// <param name="minimumRowsPerClass">
        /// A label with fewer positive or fewer negative rows keeps the sigmoid of its score; at least 1. A soft target counts for its part.
        /// </param>
        /// <exception cref="ArgumentException">A name is empty, or the number is below 1.</exception>
        public MultiLabelCalibratorEstimator Platt(
            string labelColumnName = "Label",
            string scoreColumnName = "Score",
            string? exampleWeightColumnName = null,
            int minimumRowsPerClass = 1)
            => new(
                _environment, new EvaluationColumns(labelColumnName, scoreColumnName, null, null, exampleWeightColumnName), CalibrationMethod.Platt,
                minimumRowsPerClass);

        /// <summary>
        /// Isotonic regression of each label: the probability rises with the score as the targets say, in any shape; see
        /// <see cref="MLNetLoss.Solvers.Calibration.IsotonicCalibrator"/>. With fewer than a few hundred positive rows it follows chance.
        /// </summary>
        /// <param name="labelColumnName">The targets: a vector of Single or of Boolean, or a vector of keys.</param>
        /// <param name="scoreColumnName">The scores: a vector of L Singles.</param>
        /// <param name="exampleWeightColumnName">The weights of rows, Single; null for none.</param>
        /// <param name="minimumRowsPerClass">
        /// A label with fewer positive or fewer negative rows keeps the sigmoid of its score; at least 1. A soft target counts for its part.
        /// </param>
        /// <exception cref="ArgumentException">A name is empty, or the number is below 1.</exception>
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
