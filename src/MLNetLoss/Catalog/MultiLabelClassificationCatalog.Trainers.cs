using MLNetLoss.Losses;
using MLNetLoss.Trainers;
using Regression = MLNetLoss.Solvers.LogisticRegressionSettings.Defaults;

namespace Microsoft.ML;

public sealed partial class MultiLabelClassificationCatalog
{
    public sealed partial class MultiLabelClassificationTrainers
    {
        /// <summary>
        /// A linear model of all labels at once, trained by mini-batch gradient descent; see <see cref="GradientDescentTrainer"/>.
        /// </summary>
        /// <param name="labelColumnName">The targets: a vector of Single or of Boolean, or a vector of keys.</param>
        /// <param name="featureColumnName">The features: a vector of Single of known size.</param>
        /// <param name="exampleWeightColumnName">The row weights, Single; null for none.</param>
        /// <param name="loss">The loss; null for binary cross-entropy with logits.</param>
        /// <param name="learningRate">The learning rate before the schedule; null for the update rule's default.</param>
        /// <param name="l2Regularization">The factor of half the squared weights, 1/C of LIBLINEAR; null for 1.</param>
        /// <param name="numberOfIterations">Passes over the rows; null to choose them by the number of rows.</param>
        /// <exception cref="ArgumentException">An option is out of range.</exception>
        public GradientDescentTrainer GradientDescent(
            string labelColumnName = MultiLabelTrainerOptions.Defaults.LabelColumnName,
            string featureColumnName = MultiLabelTrainerOptions.Defaults.FeatureColumnName,
            string? exampleWeightColumnName = null,
            MultiLabelLoss? loss = null,
            double? learningRate = null,
            double? l2Regularization = null,
            int? numberOfIterations = null)
            => GradientDescent(new GradientDescentTrainer.Options
            {
                LabelColumnName = labelColumnName,
                FeatureColumnName = featureColumnName,
                ExampleWeightColumnName = exampleWeightColumnName,
                Loss = loss,
                LearningRate = learningRate,
                L2Regularization = l2Regularization,
                NumberOfIterations = numberOfIterations,
            });

        /// <summary>
        /// A linear model of all labels at once, trained by mini-batch gradient descent; see <see cref="GradientDescentTrainer"/>.
        /// </summary>
        /// <param name="options">The options; a copy is taken.</param>
        /// <exception cref="ArgumentException">Some options are out of range; the message names them all.</exception>
        public GradientDescentTrainer GradientDescent(GradientDescentTrainer.Options options)
        {
            ArgumentNullException.ThrowIfNull(options);
            return new GradientDescentTrainer(Environment, options);
        }

        /// <summary>
        /// The exact minimum of logistic regression for all labels at once; see <see cref="LogisticRegressionTrainer"/>.
        /// </summary>
        /// <param name="labelColumnName">The targets: a vector of Single or of Boolean, or a vector of keys.</param>
        /// <param name="featureColumnName">The features: a vector of Single of known size.</param>
        /// <param name="exampleWeightColumnName">The row weights, Single; null for none.</param>
        /// <param name="l2Regularization">The factor of half the squared weights, 1/C of LIBLINEAR.</param>
        /// <exception cref="ArgumentException">An option is out of range.</exception>
        public LogisticRegressionTrainer LogisticRegression(
            string labelColumnName = MultiLabelTrainerOptions.Defaults.LabelColumnName,
            string featureColumnName = MultiLabelTrainerOptions.Defaults.FeatureColumnName,
            string? exampleWeightColumnName = null,
            double l2Regularization = Regression.L2Regularization)
            => LogisticRegression(new LogisticRegressionTrainer.Options
            {
                LabelColumnName = labelColumnName,
                FeatureColumnName = featureColumnName,
                ExampleWeightColumnName = exampleWeightColumnName,
                L2Regularization = l2Regularization,
            });

        /// <summary>
        /// The exact minimum of logistic regression for all labels at once; see <see cref="LogisticRegressionTrainer"/>.
        /// </summary>
        /// <param name="options">The options; a copy is taken.</param>
        /// <exception cref="ArgumentException">Some options are out of range; the message names them all.</exception>
        public LogisticRegressionTrainer LogisticRegression(LogisticRegressionTrainer.Options options)
        {
            ArgumentNullException.ThrowIfNull(options);
            return new LogisticRegressionTrainer(Environment, options);
        }
    }
}
