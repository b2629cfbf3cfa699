using Microsoft.ML;

namespace MLNetLoss.Tests.Docs;

/// <summary>The code of docs/model-files.md.</summary>
[TestClass]
public sealed class ModelFileDocs
{
    [TestMethod]
    public void SaveAndLoad()
    {
        using var file = new TicketModel();
        string path = Path.Combine(file.Folder, "again.zip");
        var ml = new MLContext();
        ITransformer model = file.Model;
        IDataView trainingData = ml.Data.LoadFromEnumerable([new Ticket { Text = "disk" }]);

        ml.Model.Save(model, trainingData.Schema, path);

        var other = new MLContext();
        other.ComponentCatalog.RegisterMultiLabel();
        ITransformer loaded = other.Model.Load(path, out DataViewSchema inputSchema);

        ITransformer verified = new MLContext().Model.LoadVerified(path, out DataViewSchema? columns);

        Assert.AreEqual("Text", inputSchema.Single().Name);
        Assert.AreEqual("Text", columns!.Single().Name);
        CollectionAssert.AreEqual(
            EstimatorCheck.Rows(model.Transform(trainingData)), EstimatorCheck.Rows(verified.Transform(trainingData)));
        CollectionAssert.AreEqual(
            EstimatorCheck.Rows(model.Transform(trainingData)), EstimatorCheck.Rows(loaded.Transform(trainingData)));
    }
}
