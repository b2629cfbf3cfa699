using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace MLNetLoss.Benchmarks.Trainers;

/// <summary>What ML.NET's users write: a binary trainer for each label, in a loop. L1, which it has by default, is off.</summary>
internal sealed class PerLabelSystem(MLContext ml, int threads) : ITrainedSystem
{
    public const string SystemName = "mlnet-lbfgs";

    private BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>?[] _models = [];

    // Its assemblies are all of version 1.0.
    public string Version =>
        $"Microsoft.ML {typeof(MLContext).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]}";

    public string Fingerprint => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(_models.SelectMany(WeightsOf).ToArray())))[..16];

    public double SquaredWeights => _models.SelectMany(WeightsOf).Sum(weight => (double)weight * weight);

    public void Train(BenchmarkRows rows)
    {
        _models = new BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>?[rows.LabelCount];
        for (int label = 0; label < _models.Length; label++)
        {
            var trainer = ml.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
            {
                LabelColumnName = nameof(BinaryRow.IsPositive),
                L1Regularization = 0,
                L2Regularization = 1,
                NumberOfThreads = threads,
            });
            IDataView view = ViewOf(rows, label, out int positives);

            // It refuses a label of one class.
            _models[label] = positives == 0 || positives == rows.Rows.Length ? null : trainer.Fit(view);
        }
    }

    public float[] Score(BenchmarkRows rows)
    {
        var scores = new float[rows.Rows.Length * rows.LabelCount];
        for (int label = 0; label < _models.Length; label++)
        {
            if (_models[label] is not { } model)
            {
                for (int row = 0; row < rows.Rows.Length; row++)
                    scores[(row * rows.LabelCount) + label] = -20;
                continue;
            }

            IDataView output = model.Transform(rows.View);
            using DataViewRowCursor cursor = output.GetRowCursor([output.Schema["Score"]]);
            ValueGetter<float> getter = cursor.GetGetter<float>(output.Schema["Score"]);
            for (int row = 0; cursor.MoveNext(); row++)
                getter(ref scores[(row * rows.LabelCount) + label]);
        }

        return scores;
    }

    private static IEnumerable<float> WeightsOf(BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>? model) =>
        model?.Model.SubModel.Weights ?? [];

    private IDataView ViewOf(BenchmarkRows rows, int label, out int positives)
    {
        var binary = new BinaryRow[rows.Rows.Length];
        for (int row = 0; row < binary.Length; row++)
        {
            VBuffer<float> labels = rows.Rows[row].Label;
            binary[row] = new BinaryRow { Features = rows.Rows[row].Features, IsPositive = labels.GetItemOrDefault(label) > 0 };
        }

        positives = binary.Count(row => row.IsPositive);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(BinaryRow));
        schema[nameof(BinaryRow.Features)].ColumnType = rows.View.Schema["Features"].Type;
        return ml.Data.LoadFromEnumerable(binary, schema);
    }

    private sealed class BinaryRow
    {
        public VBuffer<float> Features { get; set; }

        public bool IsPositive { get; set; }
    }
}
