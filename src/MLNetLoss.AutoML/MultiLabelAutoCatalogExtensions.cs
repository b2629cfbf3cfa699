using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using MLNetLoss.AutoML;

namespace Microsoft.ML;

/// <summary>The multi-label trainers with their search spaces: <c>ml.Auto().MultiLabelClassification()</c>.</summary>
public static class MultiLabelAutoCatalogExtensions
{
    extension(AutoCatalog catalog)
    {
        /// <summary>Both multi-label trainers, for the search to choose from.</summary>
        /// <param name="labelColumnName">The targets: a vector of Single or of Boolean, or a vector of keys.</param>
        /// <param name="featureColumnName">The features: a vector of Single of known size.</param>
        /// <param name="exampleWeightColumnName">The row weights, Single; null for none.</param>
        /// <param name="useLogisticRegression">Whether the exact logistic regression is one of them.</param>
        /// <param name="useGradientDescent">Whether gradient descent is one of them.</param>
        /// <param name="logisticRegressionSearchSpace">The search space; null for all of <see cref="LogisticRegressionSearchOptions"/>.</param>
        /// <param name="gradientDescentSearchSpace">The search space; null for all of <see cref="GradientDescentSearchOptions"/>.</param>
        /// <returns>A pipeline of one stage, which is one of the trainers.</returns>
        /// <exception cref="ArgumentException">Neither trainer is enabled.</exception>
        public SweepablePipeline MultiLabelClassification(
            string labelColumnName = "Label",
            string featureColumnName = "Features",
            string? exampleWeightColumnName = null,
            bool useLogisticRegression = true,
            bool useGradientDescent = true,
            SearchSpace<LogisticRegressionSearchOptions>? logisticRegressionSearchSpace = null,
            SearchSpace<GradientDescentSearchOptions>? gradientDescentSearchSpace = null)
        {
            ArgumentNullException.ThrowIfNull(catalog);
            var trainers = new List<SweepableEstimator>();
            if (useLogisticRegression)
            {
                trainers.Add(catalog.MultiLabelLogisticRegression(
                    labelColumnName, featureColumnName, exampleWeightColumnName, logisticRegressionSearchSpace));
            }

            if (useGradientDescent)
            {
                trainers.Add(catalog.MultiLabelGradientDescent(
                    labelColumnName, featureColumnName, exampleWeightColumnName, gradientDescentSearchSpace));
            }

            return trainers.Count > 0 ? Alternatives.Of(trainers) : throw new ArgumentException("No trainer is used; there is nothing to search.");
        }

        /// <summary>The exact logistic regression of all labels, with a searchable regularisation.</summary>
        /// <param name="labelColumnName">The targets: a vector of Single or of Boolean, or a vector of keys.</param>
        /// <param name="featureColumnName">The features: a vector of Single of known size.</param>
        /// <param name="exampleWeightColumnName">The row weights, Single; null for none.</param>
        /// <param name="searchSpace">The search space; null for all of <see cref="LogisticRegressionSearchOptions"/>.</param>
        /// <returns>A stage of a pipeline.</returns>
        public SweepableEstimator MultiLabelLogisticRegression(
            string labelColumnName = "Label",
            string featureColumnName = "Features",
            string? exampleWeightColumnName = null,
            SearchSpace<LogisticRegressionSearchOptions>? searchSpace = null)
        {
            ArgumentNullException.ThrowIfNull(catalog);
            var columns = new SweepableColumns(labelColumnName, featureColumnName, exampleWeightColumnName);
            return catalog.CreateSweepableEstimator(
                (context, options) => options.CreateTrainer(context, columns),
                searchSpace ?? new SearchSpace<LogisticRegressionSearchOptions>());
        }

        /// <summary>Gradient descent on all labels at once, with searchable loss and regularisation.</summary>
        /// <param name="labelColumnName">The targets: a vector of Single or of Boolean, or a vector of keys.</param>
        /// <param name="featureColumnName">The features: a vector of Single of known size.</param>
        /// <param name="exampleWeightColumnName">The row weights, Single; null for none.</param>
        /// <param name="searchSpace">The search space; null for all of <see cref="GradientDescentSearchOptions"/>.</param>
        /// <returns>A stage of a pipeline.</returns>
        public SweepableEstimator MultiLabelGradientDescent(
            string labelColumnName = "Label",
            string featureColumnName = "Features",
            string? exampleWeightColumnName = null,
            SearchSpace<GradientDescentSearchOptions>? searchSpace = null)
        {
            ArgumentNullException.ThrowIfNull(catalog);
            var columns = new SweepableColumns(labelColumnName, featureColumnName, exampleWeightColumnName);
            return catalog.CreateSweepableEstimator(
                (context, options) => options.CreateTrainer(context, columns),
                searchSpace ?? new SearchSpace<GradientDescentSearchOptions>());
        }
    }
}
