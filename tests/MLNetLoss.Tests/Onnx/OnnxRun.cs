using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MLNetLoss.Tests.Onnx;

/// <summary>A saved model, read and run by ONNX Runtime.</summary>
internal sealed class OnnxRun : IDisposable
{
    private readonly InferenceSession _session;

    public OnnxRun(ITransformer model)
    {
        using var stream = new MemoryStream();
        model.SaveAsOnnx(stream);
        _session = new InferenceSession(stream.ToArray());
    }

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    public string Producer => _session.ModelMetadata.ProducerName;

    public (float[] Score, float[] Probability, bool[] PredictedLabel) Predict(float[] features, int rows)
    {
        var input = new DenseTensor<float>(features, [rows, features.Length / rows]);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> output =
            _session.Run([NamedOnnxValue.CreateFromTensor("Features", input)]);
        return (
            [.. output.Single(value => value.Name == "Score").AsTensor<float>()],
            [.. output.Single(value => value.Name == "Probability").AsTensor<float>()],
            [.. output.Single(value => value.Name == "PredictedLabel").AsTensor<bool>()]);
    }

    public void Dispose() => _session.Dispose();
}
