using Microsoft.ML;
using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;
using MLNetLoss.Reports;
using MLNetLoss.Tests.Faults;

namespace MLNetLoss.Tests.Reports;

/// <summary>What is refused, before anything is written.</summary>
public partial class MultiLabelReportTests
{
    [TestMethod]
    public void LeavesNothingWhereItCannotWriteOrRead()
    {
        using var directory = new TemporaryDirectory();
        var ml = new MLContext(1);
        Assert.ThrowsExactly<InvalidOperationException>(() => Write(directory, Data(ml, 0, ["a"]), ml));
        Assert.IsFalse(Directory.Exists(directory["report"]));
        string file = directory.Write("file", "kept");
        Assert.ThrowsExactly<IOException>(() => ReportDirectory.Write(file, [("a", [1])]));
        Assert.ThrowsExactly<DirectoryNotFoundException>(() => ReportDirectory.Write(directory["no/where"], [("a", [1])]));

        // A name that cannot be written, after one that can: neither appears, what was there stays.
        directory.Write("old/a", "old");
        Assert.Throws<IOException>(() => ReportDirectory.Write(directory["old"], [("a", [1]), ("no/b", [2])]));
        Assert.AreEqual("old", File.ReadAllText(directory["old/a"]));
        Assert.HasCount(1, Directory.GetFileSystemEntries(directory["old"]));
        Assert.Throws<IOException>(() => ReportDirectory.Write(directory["new"], [("no/b", [2])]));
        Assert.IsFalse(Directory.Exists(directory["new"]), "a directory that was made for nothing");
    }

    [TestMethod]
    public void MeasuresWithoutCurvesAreRefused()
    {
        using var directory = new TemporaryDirectory();
        var ml = new MLContext(1);
        var columns = new EvaluationColumns(Probability: null, PredictedLabel: null);
        IDataView data = Data(ml, 10, ["a", "b"]);
        MultiLabelReportData report = ReportCollector.Collect(ml.MultiLabelClassification, data, columns, s_options, default) with
        {
            Metrics = ml.MultiLabelClassification.Evaluate(data, probabilityColumnName: null, predictedLabelColumnName: null),
        };
        Assert.Contains("no curves", Assert.ThrowsExactly<ArgumentException>(() => MultiLabelReport.Write(directory["report"], report)).Message);
    }

    [TestMethod]
    public void RefusesBeforeARowIsRead()
    {
        using var directory = new TemporaryDirectory();
        var ml = new MLContext(1);
        var data = new WatchedView(Data(ml, 3, ["a"]));
        Assert.ThrowsExactly<DirectoryNotFoundException>(() => ml.MultiLabelClassification.WriteReport(data, directory["no/where"]));
        Assert.ThrowsExactly<IOException>(() => ml.MultiLabelClassification.WriteReport(data, directory.Write("file", "kept")));
        Assert.Contains("LabelsShown is -1; expected at least 3", Assert.ThrowsExactly<ArgumentException>(
            () => ml.MultiLabelClassification.WriteReport(data, directory["report"], new() { LabelsShown = -1 })).Message);
        Assert.Contains("Replicates is 1; expected at least 2", Assert.ThrowsExactly<ArgumentException>(() => ml.MultiLabelClassification.WriteReport(
            data, directory["report"], new() { Bootstrap = new BootstrapOptions { Replicates = 1 } })).Message);
        Assert.AreEqual(0, data.RowsRead);
    }
}
