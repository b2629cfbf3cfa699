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
    public void WholePipeline()
    {
        using var file = new TicketModel();
        string featurizerPath = Path.Combine(file.Folder, "featurizer.onnx");
        string modelPath = Path.Combine(file.Folder, "model.onnx");
        var ml = new MLContext(1);
        IDataView tickets = ml.Data.LoadFromEnumerable([new Ticket { Text = "disk full" }, new Ticket { Text = "socket closed" }]);
        ITransformer featurizer = ((TransformerChain<ITransformer>)file.Model).First();
        MultiLabelPredictionTransformer prediction = file.Prediction;

        using (FileStream stream = File.Create(featurizerPath))
            ml.Model.ConvertToOnnx(featurizer, tickets, stream);
        prediction.SaveAsOnnx(modelPath);

        using var first = new InferenceSession(featurizerPath);
        using var second = new InferenceSession(modelPath);
        var text = new DenseTensor<string>(new[] { "disk full" }, [1, 1]);
        using var features = first.Run([NamedOnnxValue.CreateFromTensor("Text", text)], ["Features.output"]);
        using var outputs = second.Run([NamedOnnxValue.CreateFromTensor("Features", features.Single().AsTensor<float>())]);

        float[] expected = file.Model.Transform(tickets).GetColumn<float[]>("Score").First();
        float[] score = [.. outputs.First(output => output.Name == "Score").AsEnumerable<float>()];
        for (int label = 0; label < 2; label++)
            Assert.AreEqual(expected[label], score[label], 1e-6);
    }

    [TestMethod]
    public void WholeChain_IsNotTakenUpByMLNet()
    {
        using var file = new TicketModel();
        var ml = new MLContext(1);
        using var stream = new MemoryStream();
        ml.Model.ConvertToOnnx(file.Model, ml.Data.LoadFromEnumerable([new Ticket()]), stream);
        using var session = new InferenceSession(stream.ToArray());
        Assert.IsTrue(session.InputMetadata.ContainsKey("Score"));
    }

    [TestMethod]
    public void FromAChain()
    {
        using var file = new TicketModel();
        var ml = new MLContext();
        ml.ComponentCatalog.RegisterMultiLabel();

        string path = Path.Combine(file.Folder, "chain.onnx");

        ml.Model.Load(file.Path, out _).SaveAsOnnx(path);

        using var session = new InferenceSession(path);
        Assert.IsTrue(session.InputMetadata.ContainsKey("Features"));
    }
}
