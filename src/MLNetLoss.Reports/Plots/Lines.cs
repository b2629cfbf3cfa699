using MLNetLoss.Metrics;
using MLNetLoss.Trainers;
using ScottPlot;

namespace MLNetLoss.Reports.Plots;

/// <summary>Reliability, threshold sweep and training curve.</summary>
internal static class Lines
{
    /// <summary>What probabilities promise and what comes of it.</summary>
    /// <param name="metrics">The measures.</param>
    public static ReportPicture Reliability(MultiLabelClassificationMetrics metrics) => new(
        "reliability", "Reliability", "Share of positives against mean predicted probability, bin by bin, with the diagonal of perfect calibration.",
        "Of decisions with a given probability, how many turn out true: on the diagonal probabilities keep what they promise, below it the model is overconfident. Larger dots hold more decisions.",
        760, 460, theme =>
        {
            Plot plot = theme.Create("mean predicted probability", "share of positives");
            theme.Reference(plot, 0, 0, 1, 1);
            ReliabilityBin[] bins = [.. metrics.ReliabilityBins.Where(bin => bin.Weight > 0)];
            theme.Curve(plot, [.. bins.Select(bin => bin.MeanProbability)], [.. bins.Select(bin => bin.PositiveRate)], 0, null);
            double most = bins.Max(bin => Math.Log(1 + bin.Weight));
            foreach (ReliabilityBin bin in bins)
            {
                plot.Add.Marker(
                    bin.MeanProbability, bin.PositiveRate, MarkerShape.FilledCircle, (float)(4 + (10 * Math.Log(1 + bin.Weight) / most)), theme.Series[0]);
            }

            plot.Axes.SetLimits(0, 1, 0, 1.02);
            return plot;
        });

    /// <summary>Precision, recall and F1 against the threshold.</summary>
    /// <param name="sweep">The points.</param>
    public static ReportPicture Thresholds(IReadOnlyList<ThresholdPoint> sweep) => new(
        "thresholds", "Thresholds", "Micro and macro precision, recall and F1 against one threshold for all labels.",
        "What another threshold on the probability, one for all labels, would give: raise it for precision, lower it for recall.",
        760, 460, theme =>
        {
            Plot plot = theme.Create("threshold on the probability", "");
            double[] x = [.. sweep.Select(point => point.Threshold)];
            (string Name, Func<ThresholdPoint, double> Value, int Colour, bool Macro)[] curves =
            [
                ("micro F1", point => point.MicroF1, 0, false), ("micro precision", point => point.MicroPrecision, 1, false),
                ("micro recall", point => point.MicroRecall, 2, false), ("macro F1", point => point.MacroF1, 0, true),
                ("macro precision", point => point.MacroPrecision, 1, true), ("macro recall", point => point.MacroRecall, 2, true),
            ];
            foreach ((string name, Func<ThresholdPoint, double> value, int colour, bool macro) in curves)
                theme.Curve(plot, x, [.. sweep.Select(value)], colour, name, dashed: macro);
            plot.Axes.SetLimits(0, 1, 0, 1.02);
            plot.ShowLegend(Edge.Right);
            return plot;
        });

    /// <summary>What training made small, step by step; null when nothing is known of it.</summary>
    /// <param name="training">How the model was trained.</param>
    public static ReportPicture? Training(TrainingSummary? training)
    {
        if (training is not { LossCurve.Count: > 1 })
            return null;

        // Gradient descent keeps the mean loss of each pass, an exact solver its objective after each iteration.
        (string step, string loss, string text) = training.Objective is null
            ? ("pass over the rows", "mean loss", "The mean loss of the training rows in each pass: flat at the end means that more passes would change little.")
            : ("iteration", "objective", "The objective, the sum of all losses and the L2 term, after each iteration of the exact solver; it ends at the minimum.");
        return new("training", "Training", $"The {loss} against the {step}.", text, 760, 400, theme =>
        {
            Plot plot = theme.Create(step, loss);
            theme.Curve(
                plot, [.. training.LossCurve.Select(pass => (double)pass.Iteration)], [.. training.LossCurve.Select(pass => pass.Loss)], 0, null);
            plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
            plot.Axes.AutoScale();
            return plot;
        });
    }
}
