using Microsoft.ML;
using MLNetLoss.Calibrators;
using MLNetLoss.Trainers;

namespace MLNetLoss.Onnx;

/// <summary>The steps of a model that are saved: its one multi-label predictor, and the calibrator after it if there is one.</summary>
/// <param name="Predictor">The predictor.</param>
/// <param name="Calibrator">The calibrator; null for none.</param>
internal sealed record OnnxSteps(MultiLabelPredictionTransformer Predictor, MultiLabelCalibratorTransformer? Calibrator)
{
    /// <summary>Finds the steps.</summary>
    /// <param name="model">A predictor, or a chain that contains one.</param>
    /// <exception cref="ArgumentException">There is not exactly one predictor, followed by at most one calibrator of its scores.</exception>
    public static OnnxSteps Of(ITransformer model)
    {
        ITransformer[] found = [.. Flatten(model).Where(step => step is MultiLabelPredictionTransformer or MultiLabelCalibratorTransformer)];
        return found switch
        {
            [MultiLabelPredictionTransformer predictor] => new(predictor, null),
            [MultiLabelPredictionTransformer predictor, MultiLabelCalibratorTransformer calibrator] => new(predictor, Checked(predictor, calibrator)),
            _ => throw new ArgumentException(
                $"The model has {found.OfType<MultiLabelPredictionTransformer>().Count()} multi-label predictors and " +
                $"{found.OfType<MultiLabelCalibratorTransformer>().Count()} calibrators; expected one predictor, and at most one calibrator behind it.",
                nameof(model)),
        };
    }

    private static MultiLabelCalibratorTransformer Checked(MultiLabelPredictionTransformer predictor, MultiLabelCalibratorTransformer calibrator)
    {
        if (calibrator.ScoreColumnName != OnnxModel.Score || !calibrator.LabelNames.SequenceEqual(predictor.Model.LabelNames))
        {
            throw new ArgumentException(
                $"The calibrator reads {calibrator.LabelNames.Count} labels of column '{calibrator.ScoreColumnName}'; " +
                $"expected the {predictor.Model.LabelCount} of '{OnnxModel.Score}', which the predictor writes.",
                nameof(calibrator));
        }

        return calibrator;
    }

    private static IEnumerable<ITransformer> Flatten(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Flatten) : [model];
}
