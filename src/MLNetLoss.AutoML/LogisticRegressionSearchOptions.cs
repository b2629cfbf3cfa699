using Microsoft.ML;
using Microsoft.ML.SearchSpace;
using MLNetLoss.Trainers;

namespace MLNetLoss.AutoML;

/// <summary>The options of <see cref="LogisticRegressionTrainer"/> that a search varies.</summary>
public sealed class LogisticRegressionSearchOptions
{
    /// <summary>The factor of half the squared weights in the objective: 1/C of LIBLINEAR.</summary>
    /// <value>Searched on a logarithmic scale from 1e-4 to 1e4, the range of scikit-learn's own search, starting with 1.</value>
    [Range(1e-4, 1e4, 1d, true)]
    public double L2Regularization { get; set; } = 1;

    /// <summary>Whether each label's positives weigh as much as its negatives, which finds more of the rare labels.</summary>
    /// <value>Starts with false.</value>
    [BooleanChoice(false)]
    public bool BalancePosWeight { get; set; }

    internal LogisticRegressionTrainer CreateTrainer(MLContext context, SweepableColumns columns) =>
        context.MultiLabelClassification.Trainers.LogisticRegression(new LogisticRegressionTrainer.Options
        {
            LabelColumnName = columns.Label,
            FeatureColumnName = columns.Features,
            ExampleWeightColumnName = columns.ExampleWeight,
            L2Regularization = L2Regularization,
            BalancePosWeight = BalancePosWeight,
            CancellationToken = TrialCancellation.Of(context),
        });
}
