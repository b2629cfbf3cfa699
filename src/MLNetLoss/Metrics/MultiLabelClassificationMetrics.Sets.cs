using System.Globalization;

namespace MLNetLoss.Metrics;

public sealed partial class MultiLabelClassificationMetrics
{
    private readonly double[] _samplesFBeta;

    /// <summary>The share of cells predicted wrongly.</summary>
    public double HammingLoss => (Counts.FalsePositives + Counts.FalseNegatives) / Counts.Total;

    /// <summary>The share of rows whose predicted labels are exactly the true ones.</summary>
    public double SubsetAccuracy { get; }

    /// <summary>Precision of all cells together.</summary>
    public double MicroPrecision => Counts.Precision(Options.ZeroDivision);

    /// <summary>Mean precision of the labels.</summary>
    public double MacroPrecision => Macro(label => label.Precision);

    /// <summary>Mean precision of the labels, weighted by support.</summary>
    public double WeightedPrecision => Weighted(label => label.Precision, MicroPrecision);

    /// <summary>Mean precision of the rows.</summary>
    public double SamplesPrecision { get; }

    /// <summary>Recall of all cells together.</summary>
    public double MicroRecall => Counts.Recall(Options.ZeroDivision);

    /// <summary>Mean recall of the labels.</summary>
    public double MacroRecall => Macro(label => label.Recall);

    /// <summary>Mean recall of the labels, weighted by support.</summary>
    public double WeightedRecall => Weighted(label => label.Recall, MicroRecall);

    /// <summary>Mean recall of the rows.</summary>
    public double SamplesRecall { get; }

    /// <summary>F1 of all cells together.</summary>
    public double MicroF1 => Counts.FBeta(1, Options.ZeroDivision);

    /// <summary>Mean F1 of the labels.</summary>
    public double MacroF1 => Macro(label => label.F1);

    /// <summary>Mean F1 of the labels, weighted by support.</summary>
    public double WeightedF1 => Weighted(label => label.F1, MicroF1);

    /// <summary>Mean F1 of the rows.</summary>
    public double SamplesF1 { get; }

    /// <summary>Jaccard index of all cells together.</summary>
    public double MicroJaccard => Counts.Jaccard(Options.ZeroDivision);

    /// <summary>Mean Jaccard index of the labels.</summary>
    public double MacroJaccard => Macro(label => label.Jaccard);

    /// <summary>Mean Jaccard index of the labels, weighted by support; the plain mean when no label has support.</summary>
    public double WeightedJaccard => Weighted(label => label.Jaccard, MacroJaccard);

    /// <summary>Mean Jaccard index of the rows.</summary>
    public double SamplesJaccard { get; }

    /// <summary>Specificity of all cells together.</summary>
    public double MicroSpecificity => Counts.Specificity(Options.ZeroDivision);

    /// <summary>Mean specificity of the labels.</summary>
    public double MacroSpecificity => Macro(label => label.Specificity);

    /// <summary>Mean specificity of the labels, weighted by support.</summary>
    public double WeightedSpecificity => Weighted(label => label.Specificity, MicroSpecificity);

    /// <summary>Mean specificity of the rows.</summary>
    public double SamplesSpecificity { get; }

    /// <summary>Negative predictive value of all cells together.</summary>
    public double MicroNegativePredictiveValue => Counts.NegativePredictiveValue(Options.ZeroDivision);

    /// <summary>Mean negative predictive value of the labels.</summary>
    public double MacroNegativePredictiveValue => Macro(label => label.NegativePredictiveValue);

    /// <summary>Mean negative predictive value of the labels, weighted by support.</summary>
    public double WeightedNegativePredictiveValue => Weighted(label => label.NegativePredictiveValue, MicroNegativePredictiveValue);

    /// <summary>Mean negative predictive value of the rows.</summary>
    public double SamplesNegativePredictiveValue { get; }

    /// <summary>Balanced accuracy of all cells together.</summary>
    public double MicroBalancedAccuracy => Counts.BalancedAccuracy;

    /// <summary>Mean balanced accuracy of the labels.</summary>
    public double MacroBalancedAccuracy => Mean(label => label.BalancedAccuracy);

    /// <summary>Geometric mean of the recall and specificity of all cells together.</summary>
    public double MicroGeometricMean => Counts.GeometricMean;

    /// <summary>Mean geometric mean of recall and specificity, over the labels that have both classes.</summary>
    public double MacroGeometricMean => Mean(label => label.GeometricMean);

    /// <summary>Matthews' correlation coefficient of all cells together.</summary>
    public double MicroMatthewsCorrelation => Counts.MatthewsCorrelation;

    /// <summary>Mean Matthews' correlation coefficient of the labels.</summary>
    public double MacroMatthewsCorrelation => Mean(label => label.MatthewsCorrelation);

    /// <summary>Cohen's kappa of all cells together.</summary>
    public double MicroCohensKappa => Counts.CohensKappa;

    /// <summary>Mean Cohen's kappa of the labels that have one.</summary>
    public double MacroCohensKappa => Mean(label => label.CohensKappa);

    /// <summary>The F measure of any beta.</summary>
    /// <param name="beta">How many times recall matters as much as precision, above 0.</param>
    /// <param name="averaging">
    /// How to average. For samples, beta must be 1 or one of the options', as rows are not kept.
    /// </param>
    /// <exception cref="ArgumentException">Beta is not above 0 and finite, or, for the samples average, is not among the options'; or the average is none of the named ones.</exception>
    public double FBeta(double beta, Averaging averaging)
    {
        if (!(beta > 0) || double.IsInfinity(beta))
            throw new ArgumentOutOfRangeException(nameof(beta), beta, "Beta must be above 0 and finite.");
        if (!Enum.IsDefined(averaging))
            throw new ArgumentOutOfRangeException(nameof(averaging), averaging, "Expected one of the named values.");
        ZeroDivision zero = Options.ZeroDivision;
        switch (averaging)
        {
            case Averaging.Micro:
                return Counts.FBeta(beta, zero);
            case Averaging.Macro:
                return Macro(label => label.Counts.FBeta(beta, zero));
            case Averaging.Weighted:
                return Weighted(label => label.Counts.FBeta(beta, zero), Counts.FBeta(beta, zero));
            default:
                int index = Options.Betas.ToList().IndexOf(beta);
                if (index < 0 && beta != 1)
                {
                    string betas = string.Join(", ", Options.Betas.Select(each => each.ToString(CultureInfo.InvariantCulture)));
                    throw new ArgumentException(
                        string.Create(CultureInfo.InvariantCulture, $"Beta {beta} is not among the options' ({betas}), for which rows were counted."),
                        nameof(beta));
                }

                return index < 0 ? SamplesF1 : _samplesFBeta[index];
        }
    }

    /// <summary>The labels for which some row has a target; the others do not count.</summary>
    private IEnumerable<LabelMetrics> KnownLabels => PerLabel.Where(label => label.Counts.Total > 0);

    /// <summary>The mean over the labels, without those that are NaN when the options leave undefined ratios out.</summary>
    private double Macro(Func<LabelMetrics, double> measure) =>
        Options.ZeroDivision == ZeroDivision.LeftOut ? Mean(measure) : KnownLabels.Average(measure);

    private double Weighted(Func<LabelMetrics, double> measure, double withoutSupport)
    {
        double sum = 0, weight = 0;
        foreach (LabelMetrics label in PerLabel)
        {
            double value = measure(label);
            if (label.Support == 0 || (double.IsNaN(value) && Options.ZeroDivision == ZeroDivision.LeftOut))
                continue;
            sum += label.Support * value;
            weight += label.Support;
        }

        return weight == 0 ? withoutSupport : sum / weight;
    }

    /// <summary>The mean over the labels whose value is not NaN; NaN when there are none.</summary>
    private double Mean(Func<LabelMetrics, double> measure)
    {
        double[] values = [.. KnownLabels.Select(measure).Where(value => !double.IsNaN(value))];
        return values.Length == 0 ? double.NaN : values.Average();
    }
}
