using System.Globalization;
using Microsoft.ML;
using MLNetLoss.Calibrators;
using MLNetLoss.Metrics;

namespace MLNetLoss.Benchmarks.Evaluation;

/// <summary>
/// What calibration does to probabilities: a model is trained on two thirds of the training rows, calibrated on the rest, and measured on
/// the test rows. No figure here is a time.
/// </summary>
internal static class CalibrationEffect
{
    private static readonly string[] s_measures = ["ece", "macro_ece", "bce", "brier_score", "micro_f1", "macro_f1", "hamming_loss"];

    /// <summary>Runs it.</summary>
    /// <param name="args">The training file, the test file, and the fewest rows of a class a label needs (1).</param>
    public static int Run(string[] args)
    {
        if (args.Length is < 2 or > 3)
        {
            Console.Error.WriteLine("usage: calibration TRAIN TEST [MINIMUM-ROWS-PER-CLASS]");
            return 1;
        }

        int minimum = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1;
        var ml = new MLContext(1);
        HeldOutRows rows = HeldOutRows.Load(ml, args[0], args[1]);
        Console.WriteLine($"| trained by | probabilities | {string.Join(" | ", s_measures)} | labels calibrated |");
        Console.WriteLine($"|---|---|{string.Concat(Enumerable.Repeat("---|", s_measures.Length + 1))}");
        foreach ((string name, IEstimator<ITransformer> trainer) in new (string, IEstimator<ITransformer>)[]
        {
            ("logistic regression", ml.MultiLabelClassification.Trainers.LogisticRegression()),
            ("logistic regression, balanced", ml.MultiLabelClassification.Trainers.LogisticRegression(
                new MLNetLoss.Trainers.LogisticRegressionTrainer.Options { BalancePosWeight = true })),
        })
        {
            ITransformer model = trainer.Fit(rows.Train);
            IDataView held = model.Transform(rows.Held), scored = model.Transform(rows.Test);
            Print(name, "the model's", scored, "");
            foreach ((string method, MultiLabelCalibratorEstimator estimator) in new[]
            {
                ("Platt", ml.MultiLabelClassification.Calibrators.Platt(minimumRowsPerClass: minimum)),
                ("isotonic", ml.MultiLabelClassification.Calibrators.Isotonic(minimumRowsPerClass: minimum)),
            })
            {
                MultiLabelCalibratorTransformer calibrator = estimator.Fit(held);
                int count = calibrator.LabelCalibrators.Count(one => one is not null);
                Print(name, method, calibrator.Transform(scored), $"{count} of {calibrator.LabelNames.Count}");
            }
        }

        return 0;

        void Print(string name, string method, IDataView data, string count)
        {
            MultiLabelClassificationMetrics metrics = ml.MultiLabelClassification.Evaluate(data);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {method} | {string.Join(" | ", s_measures.Select(key => metrics[key].ToString("0.0000", CultureInfo.InvariantCulture)))} | {count} |"));
        }
    }
}
