namespace MLNetLoss.Trainers;

/// <summary>What the training data contained of one label.</summary>
/// <param name="Positives">The sum of the targets, each times its row's weight.</param>
/// <param name="Weight">The sum of the weights of the rows whose target is not missing.</param>
public readonly record struct LabelStatistics(double Positives, double Weight)
{
    /// <summary>The fraction of the rows with the label, from 0 to 1; NaN if every target is missing.</summary>
    public double Density => Positives / Weight;

    /// <summary>Whether no row has the label to any degree.</summary>
    public bool HasNoPositives => Positives <= 0;

    /// <summary>Whether every row has the label fully.</summary>
    public bool HasNoNegatives => Positives >= Weight;
}
