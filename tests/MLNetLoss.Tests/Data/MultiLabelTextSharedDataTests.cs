using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Tests.Data;

/// <summary>Real files, against what their publisher says of them.</summary>
[TestClass]
public class MultiLabelTextSharedDataTests
{
    [TestMethod]
    [DataRow("emotions", 391, 202, 72, 6, 1.81)]
    [DataRow("yeast", 1500, 917, 103, 14, 4.23)]
    [DataRow("enron", 1123, 579, 1001, 53, 3.39)]
    [DataRow("bibtex", 4880, 2515, 1836, 159, 2.38)]
    public void Real_files_have_the_published_statistics(string set, int train, int test, int features, int labels, double labelsPerRow)
    {
        var ml = new MLContext();
        IDataView[] data = [ml.Data.LoadFromMultiLabelTextFile(SharedData.Train(set)), ml.Data.LoadFromMultiLabelTextFile(SharedData.Test(set))];
        int[] labelsOfRows = [.. data[0].GetColumn<VBuffer<float>>("Label").Select(row => row.GetValues().Length)];
        Assert.HasCount(train, labelsOfRows);
        Assert.AreEqual(labelsPerRow, labelsOfRows.Average(), 0.0051);
        Assert.AreEqual(test, data[1].GetColumn<VBuffer<float>>("Features").Count());
        foreach (IDataView view in data)
        {
            Assert.AreEqual(features, ((VectorDataViewType)view.Schema["Features"].Type).Size);
            Assert.AreEqual(labels, ((VectorDataViewType)view.Schema["Label"].Type).Size);
        }
    }
}
