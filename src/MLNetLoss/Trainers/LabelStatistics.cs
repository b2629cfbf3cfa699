namespace MLNetLoss.Trainers;

/// <summary>What the training data held of one label.</summary>
/// <param name="Positives">The targets summed, each times its row's weight.</param>
/// <param name="Weight">The weights of the rows whose target is not missing, summed.</param>
public readonly record struct LabelStatistics(double Positives, double Weight)
{
    /// <summary>The part of the rows that carry the label, from 0 to 1; NaN when no row says.</summary>
    public double Density => Positives / Weight;

    /// <summary>Whether no row carries the label to any degree.</summary>
    public bool HasNoPositives => Positives <= 0;

    /// <summary>Whether every row carries the label fully.</summary>
    public bool HasNoNegatives => Positives >= Weight;
}
