namespace MLNetLoss.Trainers;

/// <summary>A feature's weight in a linear model.</summary>
/// <param name="Index">The feature, from 0.</param>
/// <param name="Name">Its name; null if the feature column had none.</param>
/// <param name="Weight">Its weight: what one unit of the feature adds to the label's logit.</param>
public readonly record struct FeatureWeight(int Index, string? Name, float Weight);
