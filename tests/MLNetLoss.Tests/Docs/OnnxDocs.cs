using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Docs;

/// <summary>The code of docs/onnx.md.</summary>
[TestClass]
public sealed class OnnxDocs
{
    [TestMethod]
    public void SaveAndRun()
    {
        using var file = new TicketModel();
        string path = Path.Combine(file.Folder, "tags.onnx");
        MultiLabelPredictionTransformer model = file.Prediction;

        model.SaveAsOnnx(path);

        using var session = new InferenceSession(path);
        string[] labels = JsonSerializer.Deserialize<string[]>(session.ModelMetadata.CustomMetadataMap["label_names"])!;
        var features = new DenseTensor<float>(new float[] { 1, 1, 0, 0 }, [1, 4]);
        using var outputs = session.Run([NamedOnnxValue.CreateFromTensor("Features", features)]);
        bool[] predicted = [.. outputs.First(output => output.Name == "PredictedLabel").AsEnumerable<bool>()];
        string[] tags = [.. labels.Where((_, label) => predicted[label])];

        CollectionAssert.AreEqual(new[] { "storage" }, tags);
    }

    [TestMethod]
    public void FromAChain()
    {
        using var file = new TicketModel();
        var ml = new MLContext();
        ml.ComponentCatalog.RegisterMultiLabel();

        var chain = (TransformerChain<ITransformer>)ml.Model.Load(file.Path, out _);
        MultiLabelPredictionTransformer model = chain.OfType<MultiLabelPredictionTransformer>().Single();

        Assert.AreEqual(2, model.Model.LabelCount);
    }
}
