using System.Security.Cryptography;
using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using MLNetLoss.Trainers;

namespace MLNetLoss.Benchmarks.Trainers;

/// <summary>A trainer of this library.</summary>
internal abstract class LinearSystem(MultiLabelTrainer trainer) : ITrainedSystem
{
    private MultiLabelPredictionTransformer? _model;

    public string Version => $"MLNetLoss {typeof(MultiLabelTrainer).Assembly.GetName().Version!.ToString(3)}";

    public string Fingerprint => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(_model!.Model.Model.Weights)))[..16];

    public double SquaredWeights => _model!.Model.Model.Weights.Sum(weight => (double)weight * weight);

    public void Train(BenchmarkRows rows) => _model = trainer.Fit(rows.View);

    public float[] Score(BenchmarkRows rows)
    {
        var scores = new float[rows.Rows.Length * rows.LabelCount];
        var output = _model!.Transform(rows.View);
        using var cursor = output.GetRowCursor([output.Schema["Score"]]);
        var getter = cursor.GetGetter<VBuffer<float>>(output.Schema["Score"]);
        VBuffer<float> score = default;
        for (int row = 0; cursor.MoveNext(); row++)
        {
            getter(ref score);
            score.CopyTo(scores.AsSpan(row * rows.LabelCount, rows.LabelCount));
        }

        return scores;
    }
}
