using Microsoft.ML;
using Microsoft.ML.SearchSpace;
using MLNetLoss.Trainers;

namespace MLNetLoss.AutoML;

/// <summary>What a search varies of <see cref="LogisticRegressionTrainer"/>.</summary>
public sealed class LogisticRegressionSearchOptions
{
    /// <summary>The factor of half the squared weights in the objective: 1/C of LIBLINEAR.</summary>
    /// <value>Searched by its logarithm from 1e-4 to 1e4, the range of scikit-learn's own search, beginning with 1.</value>
    [Range(1e-4, 1e4, 1d, true)]
    public double L2Regularization { get; set; } = 1;

    internal LogisticRegressionTrainer CreateTrainer(MLContext context, SweepableColumns columns) =>
        context.MultiLabelClassification.Trainers.LogisticRegression(new LogisticRegressionTrainer.Options
        {
            LabelColumnName = columns.Label,
            FeatureColumnName = columns.Features,
            ExampleWeightColumnName = columns.ExampleWeight,
            L2Regularization = L2Regularization,
            CancellationToken = TrialCancellation.Of(context),
        });
}
