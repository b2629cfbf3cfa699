using Microsoft.ML;
using Microsoft.ML.SearchSpace;
using MLNetLoss.Losses;
using MLNetLoss.Trainers;

namespace MLNetLoss.AutoML;

/// <summary>
/// The options of <see cref="GradientDescentTrainer"/> that a search varies. The update rule needs no learning rate, so none is searched.
/// </summary>
public sealed class GradientDescentSearchOptions
{
    /// <summary>The loss.</summary>
    /// <value>Starts with <see cref="SearchedLoss.BinaryCrossEntropy"/>.</value>
    [Choice(
        new object[] { SearchedLoss.BinaryCrossEntropy, SearchedLoss.Focal, SearchedLoss.Asymmetric }, SearchedLoss.BinaryCrossEntropy)]
    public SearchedLoss Loss { get; set; }

    /// <summary>
    /// The focusing exponent of the focal loss, and of the negatives in the asymmetric loss; ignored by binary cross-entropy.
    /// </summary>
    /// <value>Searched from 0.5 to 4, starting with 2.</value>
    [Range(0.5, 4d, 2d, false)]
    public double Gamma { get; set; } = 2;

    /// <summary>The factor of half the squared weights in the objective: 1/C of LIBLINEAR.</summary>
    /// <value>Searched on a logarithmic scale from 1e-4 to 1e3, starting with 0.1.</value>
    [Range(1e-4, 1e3, 0.1, true)]
    public double L2Regularization { get; set; } = 0.1;

    /// <summary>Whether each label's positives weigh as much as its negatives, which finds more of the rare labels.</summary>
    /// <value>Starts with false.</value>
    [BooleanChoice(false)]
    public bool BalancePosWeight { get; set; }

    internal GradientDescentTrainer CreateTrainer(MLContext context, SweepableColumns columns) =>
        context.MultiLabelClassification.Trainers.GradientDescent(new GradientDescentTrainer.Options
        {
            LabelColumnName = columns.Label,
            FeatureColumnName = columns.Features,
            ExampleWeightColumnName = columns.ExampleWeight,
            Loss = Loss switch
            {
                SearchedLoss.Focal => new SigmoidFocalLoss(alpha: -1, gamma: Gamma),
                SearchedLoss.Asymmetric => new AsymmetricLoss(gammaNegative: Gamma, gammaPositive: 0),
                _ => new BCEWithLogitsLoss(),
            },
            L2Regularization = L2Regularization,
            BalancePosWeight = BalancePosWeight,
            CancellationToken = TrialCancellation.Of(context),
        });
}
