using Microsoft.ML;

namespace MLNetLoss.Interop;

/// <summary>Makes ML.NET's pair of a train and a test set, whose constructor is not public.</summary>
internal static class TrainTestParts
{
    /// <summary>Makes the pair.</summary>
    /// <param name="trainSet">The rows to train on.</param>
    /// <param name="testSet">The rows to test on.</param>
    public static DataOperationsCatalog.TrainTestData Create(IDataView trainSet, IDataView testSet) =>
        (DataOperationsCatalog.TrainTestData)MLNetMembers.TrainTestData.Invoke([trainSet, testSet]);
}
