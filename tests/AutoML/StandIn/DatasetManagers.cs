namespace Microsoft.ML.AutoML;

public interface IDatasetManager
{
}

public interface ICrossValidateDatasetManager : IDatasetManager
{
    int Fold { get; set; }

    IDataView Dataset { get; set; }

#nullable enable
    string? SamplingKeyColumnName { get; set; }
}

public interface ITrainValidateDatasetManager : IDatasetManager
{
    IDataView LoadTrainDataset(MLContext context, TrialSettings? settings);

    IDataView LoadValidateDataset(MLContext context, TrialSettings? settings);
}

internal sealed class TrainValidateDatasetManager(IDataView train, IDataView validation) : ITrainValidateDatasetManager
{
    public IDataView LoadTrainDataset(MLContext context, TrialSettings? settings) => train;

    public IDataView LoadValidateDataset(MLContext context, TrialSettings? settings) => validation;
}

internal sealed class CrossValidateDatasetManager : ICrossValidateDatasetManager
{
    public required int Fold { get; set; }

    public required IDataView Dataset { get; set; }

    public required string? SamplingKeyColumnName { get; set; }
}
