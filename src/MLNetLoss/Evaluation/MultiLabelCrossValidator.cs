using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetLoss.Data;
using MLNetLoss.Metrics;

namespace MLNetLoss.Evaluation;

/// <summary>Trains on all folds but one and evaluates on that one, for each fold.</summary>
internal static class MultiLabelCrossValidator
{
    /// <summary>Runs the cross-validation.</summary>
    /// <param name="environment">Takes messages and warnings.</param>
    /// <param name="data">The data.</param>
    /// <param name="estimator">The estimator to train.</param>
    /// <param name="folds">The fold of each row.</param>
    /// <param name="columns">The columns of the scored data that are evaluated.</param>
    /// <param name="options">Definitions; null for the defaults.</param>
    /// <param name="parallel">How many folds at once, and what stops them.</param>
    /// <param name="foldCount">The number of folds.</param>
    public static MultiLabelCrossValidationResult Run(
        IHostEnvironment environment, IDataView data, IEstimator<ITransformer> estimator, RowFolds folds, int foldCount,
        EvaluationColumns columns, MultiLabelMetricOptions? options, ParallelOptions parallel)
    {
        using IChannel channel = environment.Register(nameof(MultiLabelCrossValidator)).Start("CrossValidate");
        int done = 0;
        var results = new MultiLabelCrossValidationFold[foldCount];
        ParallelWork.For(foldCount, parallel, fold =>
        {
            // The hold-out set is returned to the caller, who may read it later: the token must not stop that.
            ITransformer model = estimator.Fit(new FoldView(data, folds, fold, isComplement: true, parallel.CancellationToken));
            IDataView scored = model.Transform(new FoldView(data, folds, fold, isComplement: false));
            MultiLabelClassificationMetrics metrics =
                MultiLabelEvaluator.Evaluate(environment, scored, columns, options, parallel.CancellationToken);
            results[fold] = new MultiLabelCrossValidationFold(fold, model, scored, metrics);
            channel.Info(MessageSensitivity.None, "{0} of {1} folds are done.", Interlocked.Increment(ref done), foldCount);
        });
        return new MultiLabelCrossValidationResult(results);
    }
}
