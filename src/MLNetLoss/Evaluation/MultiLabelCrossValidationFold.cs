using Microsoft.ML;
using MLNetLoss.Metrics;

namespace MLNetLoss.Evaluation;

/// <summary>One fold of a cross-validation: the model trained on all other folds, and its evaluation on this one.</summary>
public sealed class MultiLabelCrossValidationFold
{
    internal MultiLabelCrossValidationFold(int fold, ITransformer model, IDataView scoredHoldOutSet, MultiLabelClassificationMetrics metrics)
    {
        Fold = fold;
        Model = model;
        ScoredHoldOutSet = scoredHoldOutSet;
        Metrics = metrics;
    }

    /// <summary>The fold's number, from 0.</summary>
    public int Fold { get; }

    /// <summary>The model, trained on the rows of all other folds.</summary>
    public ITransformer Model { get; }

    /// <summary>The rows of this fold, scored by the model each time they are read.</summary>
    public IDataView ScoredHoldOutSet { get; }

    /// <summary>The measures of the scored rows.</summary>
    public MultiLabelClassificationMetrics Metrics { get; }
}
