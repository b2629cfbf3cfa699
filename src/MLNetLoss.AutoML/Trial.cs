using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.SearchSpace;
using MLNetLoss.Evaluation;

namespace MLNetLoss.AutoML;

/// <summary>Trains and measures the pipeline of one trial.</summary>
/// <param name="context">The trial's context.</param>
/// <param name="pipeline">The sweepable pipeline.</param>
/// <param name="parameters">The parameters of this trial.</param>
/// <param name="metric">The measure.</param>
/// <param name="cancellation">Stops the trial.</param>
internal sealed class Trial(
    MLContext context, SweepablePipeline pipeline, Parameter parameters, MultiLabelMetric metric, CancellationToken cancellation)
{
    /// <summary>Trains on one data set and measures on another.</summary>
    /// <param name="train">The rows to train on.</param>
    /// <param name="validation">The rows to measure on.</param>
    /// <returns>The measure, NaN where it is not defined, and the model.</returns>
    public (double Value, ITransformer Model) TrainAndValidate(IDataView train, IDataView validation)
    {
        TransformerChain<ITransformer> model = Train(train);
        double value = metric.Evaluate(context, model.Transform(new StoppableView(validation, cancellation)));
        if (double.IsNaN(value))
            Warn($"The measure {metric.Name} is not defined on the validation data of this trial; it counts as failed.");
        return (value, model);
    }

    /// <summary>Cross-validates: for each fold, trains on the other folds and measures on it.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="folds">The number of folds.</param>
    /// <param name="samplingKeyColumnName">The column whose equal values keep rows in the same fold; null for none.</param>
    /// <param name="stratification">The labels by which folds are stratified; null for random folds.</param>
    /// <param name="seed">The seed of the folds.</param>
    /// <param name="isBest">Whether a measure is the best of the experiment so far, so that the model is trained on all rows.</param>
    /// <returns>
    /// The mean of the measure over the folds where it is defined, or NaN; and a model trained on all rows, or on those outside the first
    /// fold.
    /// </returns>
    public (double Value, ITransformer Model) CrossValidate(
        IDataView data, int folds, string? samplingKeyColumnName, Stratification? stratification, int seed, Func<double, bool> isBest)
    {
        IReadOnlyList<DataOperationsCatalog.TrainTestData> splits = stratification is null
            ? context.Data.CrossValidationSplit(data, folds, samplingKeyColumnName, seed)
            : context.MultiLabelClassification.CrossValidationSplit(
                data, folds, stratification.ColumnName, samplingKeyColumnName, seed, separator: stratification.Separator,
                cancellationToken: cancellation);

        // Only the first fold's model is kept: together they could exceed the memory.
        ITransformer? first = null;
        var values = new List<double>();
        foreach (DataOperationsCatalog.TrainTestData split in splits)
        {
            (double value, ITransformer model) = TrainAndValidate(split.TrainSet, split.TestSet);
            first ??= model;
            values.Add(value);
        }

        double mean = values.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();
        return (mean, isBest(mean) ? TrainOnAll(data) ?? first! : first!);
    }

    private TransformerChain<ITransformer>? TrainOnAll(IDataView data)
    {
        try
        {
            return Train(data);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            // The trial itself is complete, so its result is kept even without time for a better model.
            Warn("There was no time to train the best trial's model on all rows; its model is that of the first fold's training rows.");
            return null;
        }
    }

    // Built anew each time: some estimators keep state from their first fit.
    private TransformerChain<ITransformer> Train(IDataView data) =>
        pipeline.BuildFromOption(context, parameters).Fit(new StoppableView(data, cancellation));

    private void Warn(string message)
    {
        using IChannel channel = ((IHostEnvironment)context).Register(nameof(MultiLabelTrialRunner)).Start("Trial");
        channel.Warning(MessageSensitivity.None, "{0}", message);
    }
}
