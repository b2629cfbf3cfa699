using MLNetLoss.Metrics;
using MLNetLoss.Trainers;
using ScottPlot;

namespace MLNetLoss.Reports.Plots;

/// <summary>Reliability, threshold sweep and training curve.</summary>
internal static class Lines
{
    // The share of fewer decisions is mostly noise, which would zigzag across the other curves.
    private const double FewestOfLabel = 10;

    /// <summary>Creates the reliability diagram.</summary>
    /// <param name="metrics">The measures.</param>
    public static ReportPicture Reliability(MultiLabelClassificationMetrics metrics)
    {
        Plot plot = PlotTheme.CreateUnit("mean predicted probability", "share of positives");
        PlotTheme.Diagonal(plot);
        AddBins(metrics.ReliabilityBins, 0, Curves.NameOfAll(metrics.ExpectedCalibrationError, "0.000"));
        foreach ((int place, LabelMetrics label) in Curves.Frequent(metrics).Index())
            AddBins(label.ReliabilityBins, place + 1, Curves.NameOf(label, label.ExpectedCalibrationError, "0.000", length: 16));
        plot.Legend.FontName = PlotTheme.FontOf(Curves.Frequent(metrics).Select(label => label.Name));
        plot.ShowLegend(Edge.Right);
        return new(
            "reliability", "Reliability", "Share of positives against mean predicted probability, bin by bin, with the diagonal of perfect calibration.",
            "Of decisions with a given probability, how many turn out true: on the diagonal probabilities are right, below it the model is overconfident. The thick curve pools all decisions; larger dots hold more of them, and the number is the calibration error. Of single labels, bins of fewer than ten are left out.",
            460, plot);

        void AddBins(IReadOnlyList<ReliabilityBin> all, int series, string name)
        {
            ReliabilityBin[] bins = [.. all.Where(bin => bin.Weight > 0 && (series == 0 || bin.Weight >= FewestOfLabel))];
            if (bins.Length == 0)
                return;
            PlotTheme.Curve(plot, [.. bins.Select(bin => (bin.MeanProbability, bin.PositiveRate))], series, name, width: series == 0 ? 3 : 1);
            double most = Math.Log(1 + bins.Max(bin => bin.Weight));
            foreach (ReliabilityBin bin in bins)
            {
                double size = (series == 0 ? 4 : 2) + ((series == 0 ? 10 : 6) * Math.Log(1 + bin.Weight) / most);
                plot.Add.Marker(
                    bin.MeanProbability, bin.PositiveRate, MarkerShape.FilledCircle, (float)size, PlotTheme.Series[series % PlotTheme.Series.Count]);
            }
        }
    }

    /// <summary>Creates the picture of precision, recall and F1 against the threshold.</summary>
    /// <param name="sweep">The points.</param>
    public static ReportPicture Thresholds(IReadOnlyList<ThresholdPoint> sweep)
    {
        const int F1 = 0, Precision = 1, Recall = 2;
        Plot plot = PlotTheme.CreateUnit("threshold on the probability", "");
        (string Name, Func<ThresholdPoint, double> Value, int Colour, bool Macro)[] curves =
        [
            ("micro F1", point => point.MicroF1, F1, false), ("micro precision", point => point.MicroPrecision, Precision, false),
            ("micro recall", point => point.MicroRecall, Recall, false), ("macro F1", point => point.MacroF1, F1, true),
            ("macro precision", point => point.MacroPrecision, Precision, true), ("macro recall", point => point.MacroRecall, Recall, true),
        ];
        foreach ((string name, Func<ThresholdPoint, double> value, int colour, bool macro) in curves)
        {
            // Where nothing is predicted there is no precision, and a macro mean of zeros would look like a collapse.
            IEnumerable<ThresholdPoint> points = colour == Precision ? sweep.Where(point => !double.IsNaN(point.MicroPrecision)) : sweep;
            PlotTheme.Curve(plot, [.. points.Select(point => (point.Threshold, value(point)))], colour, name, dashed: macro);
        }

        plot.ShowLegend(Edge.Right);
        ThresholdPoint micro = sweep.MaxBy(point => point.MicroF1), macroBest = sweep.MaxBy(point => point.MacroF1);
        return new(
            "thresholds", "Thresholds", "Micro and macro precision, recall and F1 against one threshold for all labels.",
            FormattableString.Invariant($"What another threshold on the probability, one for all labels, would give: raise it for precision, lower it for recall. Dashed lines are the means over labels. On these rows micro F1 is highest, {micro.MicroF1:0.000}, at {micro.Threshold:0.00}, and macro F1, {macroBest.MacroF1:0.000}, at {macroBest.Threshold:0.00}."),
            460, plot);
    }

    /// <summary>Creates the picture of the training loss, step by step; null when unknown.</summary>
    /// <param name="training">How the model was trained.</param>
    public static ReportPicture? Training(TrainingSummary? training)
    {
        if (training is not { LossCurve.Count: > 1 })
            return null;

        // Gradient descent keeps the mean loss of each pass, an exact solver its objective after each iteration.
        (string step, string loss, string text) = training.Objective is null
            ? ("pass over the rows", "mean loss", "The mean loss of the training rows in each pass: flat at the end means that more passes would change little.")
            : ("iteration", "objective", "The objective, the sum of all losses and the L2 term, after each iteration of the exact solver; it ends at the minimum.");
        Plot plot = PlotTheme.Create(step, loss);
        PlotTheme.Curve(plot, [.. training.LossCurve.Select(pass => ((double)pass.Iteration, pass.Loss))], 0, null);
        PlotTheme.NumberTicks(plot.Axes.Bottom, whole: true);
        PlotTheme.NumberTicks(plot.Axes.Left, whole: false);
        plot.Axes.AutoScale();
        return new("training", "Training", $"The {loss} against the {step}.", text, 400, plot);
    }
}
