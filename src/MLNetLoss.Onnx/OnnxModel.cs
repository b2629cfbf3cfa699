using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Google.Protobuf;
using MLNetLoss.Calibrators;
using MLNetLoss.Onnx.Format;
using MLNetLoss.Solvers.Calibration;
using MLNetLoss.Trainers;

namespace MLNetLoss.Onnx;

/// <summary>
/// A linear model and its thresholds as an ONNX graph: a matrix product, a sigmoid and a comparison. With a calibrator, its slopes and
/// offsets come before the sigmoid, and the resulting probabilities are compared.
/// </summary>
internal static class OnnxModel
{
    /// <summary>The graph's input, [N, D] of float.</summary>
    public const string Features = "Features";

    /// <summary>The logits, [N, L] of float.</summary>
    public const string Score = "Score";

    /// <summary>The probabilities, [N, L] of float.</summary>
    public const string Probability = "Probability";

    /// <summary>The predicted labels, [N, L] of bool.</summary>
    public const string PredictedLabel = "PredictedLabel";

    // ONNX 1.4 of January 2019: the first version whose initializers need not be inputs too, and old enough for every runtime in use.
    private const int IrVersion = 4;
    private const int OperatorSet = 9;

    // A protobuf message is limited to 2 GB, part of which is left for the rest of the model.
    private const long LargestWeights = int.MaxValue - (64L << 20);

    private const string Rows = "N";
    private const string CalibratedLogit = "CalibratedLogit";

    /// <summary>Makes the ONNX model.</summary>
    /// <param name="transformer">The trained model with its thresholds.</param>
    /// <param name="calibrator">The calibrator that makes the probabilities and decisions; null for the model itself.</param>
    /// <exception cref="NotSupportedException">
    /// The weights do not fit into one ONNX file, or a label is calibrated by isotonic regression.
    /// </exception>
    public static ModelProto From(MultiLabelPredictionTransformer transformer, MultiLabelCalibratorTransformer? calibrator)
    {
        LinearMultiLabelModelParameters model = transformer.Model;
        int features = model.FeatureCount;
        int labels = model.LabelCount;
        CheckSize(features, labels);

        // Label by label, as the model provides them; Gemm transposes them.
        var weights = new float[labels * features];
        for (int label = 0; label < labels; label++)
            model.GetWeights(label).CopyTo(weights, label * features);

        var graph = new GraphProto { Name = "MultiLabelClassification" };
        graph.Initializer.Add(Tensor("weights", weights, labels, features));
        graph.Initializer.Add(Tensor("bias", [.. model.Biases], labels));
        graph.Initializer.Add(Tensor("thresholds", [.. calibrator?.Thresholds ?? transformer.Thresholds], labels));
        graph.Node.Add(Node("Gemm", Score, Features, "weights", "bias"));
        graph.Node[0].Attribute.Add(new AttributeProto { Name = "transB", Type = AttributeProto.Types.AttributeType.Int, I = 1 });
        if (calibrator is not null)
            AddCalibration(graph, calibrator);
        graph.Node.Add(Node("Sigmoid", Probability, calibrator is null ? Score : CalibratedLogit));
        graph.Node.Add(Node("Greater", PredictedLabel, calibrator is null ? Score : Probability, "thresholds"));
        graph.Input.Add(Value(Features, TensorProto.Types.DataType.Float, features, "The features of a row."));
        graph.Output.Add(Value(Score, TensorProto.Types.DataType.Float, labels, "The logits of the labels."));
        graph.Output.Add(Value(Probability, TensorProto.Types.DataType.Float, labels, "The probabilities of the labels."));
        graph.Output.Add(Value(PredictedLabel, TensorProto.Types.DataType.Bool, labels, "Whether each label is predicted."));

        var proto = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "MLNetLoss",
            ProducerVersion = typeof(MultiLabelPredictionTransformer).Assembly.GetName().Version!.ToString(3),
            DocString = "Linear multi-label classification: Score = Features x weights + bias, " + (calibrator is null
                ? "Probability = sigmoid(Score), PredictedLabel = Score > thresholds."
                : "Probability = sigmoid(Score x slopes + offsets), PredictedLabel = Probability > thresholds."),
            Graph = graph,
        };
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = OperatorSet });
        proto.MetadataProps.Add(Metadata("label_names", model.LabelNames));
        if (model.FeatureNames is { } featureNames)
            proto.MetadataProps.Add(Metadata("feature_names", featureNames));
        return proto;
    }

    /// <summary>Checks that the weights fit into one ONNX file.</summary>
    /// <param name="features">D, the number of features.</param>
    /// <param name="labels">L, the number of labels.</param>
    internal static void CheckSize(long features, long labels)
    {
        long bytes = features * labels * sizeof(float);
        if (bytes > LargestWeights)
        {
            throw new NotSupportedException(string.Create(
                CultureInfo.InvariantCulture,
                $"An ONNX file holds up to 2 GB; the {features} x {labels} weights of this model take {bytes / 1e9:0.0} GB."));
        }
    }

    /// <summary>Adds the calibrated logits, <c>Score x slopes + offsets</c>: Platt's parameters with the opposite sign.</summary>
    private static void AddCalibration(GraphProto graph, MultiLabelCalibratorTransformer calibrator)
    {
        int labels = calibrator.LabelNames.Count;
        var slopes = new float[labels];
        var offsets = new float[labels];
        for (int label = 0; label < labels; label++)
        {
            (slopes[label], offsets[label]) = calibrator.LabelCalibrators[label] switch
            {
                null => (1f, 0f),
                PlattCalibrator platt => ((float)-platt.Slope, (float)-platt.Offset),
                _ => throw new NotSupportedException(
                    $"Label {label} ('{calibrator.LabelNames[label]}') is calibrated by isotonic regression, which is not exported to ONNX; Platt's calibration is."),
            };
        }

        graph.Initializer.Add(Tensor("slopes", slopes, labels));
        graph.Initializer.Add(Tensor("offsets", offsets, labels));
        graph.Node.Add(Node("Mul", "ScaledScore", Score, "slopes"));
        graph.Node.Add(Node("Add", CalibratedLogit, "ScaledScore", "offsets"));
    }

    private static TensorProto Tensor(string name, float[] values, params ReadOnlySpan<long> dimensions)
    {
        var tensor = new TensorProto { Name = name, DataType = TensorProto.Types.DataType.Float };
        tensor.Dims.AddRange(dimensions.ToArray());
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan()));
        return tensor;
    }

    private static NodeProto Node(string operation, string output, params string[] inputs)
    {
        var node = new NodeProto { Name = output, OpType = operation };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        return node;
    }

    private static ValueInfoProto Value(string name, TensorProto.Types.DataType type, int size, string documentation)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = Rows });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        return new ValueInfoProto
        {
            Name = name,
            DocString = documentation,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = shape } },
        };
    }

    // A name may contain any character, so the list is JSON.
    private static StringStringEntryProto Metadata(string key, IReadOnlyList<string> names) =>
        new() { Key = key, Value = JsonSerializer.Serialize(names) };
}
