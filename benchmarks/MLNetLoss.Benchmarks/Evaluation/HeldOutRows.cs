using Microsoft.ML;

namespace MLNetLoss.Benchmarks.Evaluation;

/// <summary>Rows to train on, a third of the training rows held out to decide by, and rows to measure on.</summary>
/// <param name="Train">Two thirds of the training rows.</param>
/// <param name="Held">The third.</param>
/// <param name="Test">The test rows.</param>
internal sealed record HeldOutRows(IDataView Train, IDataView Held, IDataView Test)
{
    /// <summary>Loads them.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="train">The training file.</param>
    /// <param name="test">The test file.</param>
    public static HeldOutRows Load(MLContext ml, string train, string test)
    {
        DataOperationsCatalog.TrainTestData split = ml.MultiLabelClassification.TrainTestSplit(
            ml.Data.Cache(ml.Data.LoadFromMultiLabelTextFile(train)), testFraction: 1.0 / 3);
        return new(split.TrainSet, split.TestSet, ml.Data.Cache(ml.Data.LoadFromMultiLabelTextFile(test)));
    }
}
