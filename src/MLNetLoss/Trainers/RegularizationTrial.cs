namespace MLNetLoss.Trainers;

/// <summary>A weight of the L2 term that was tried, and how well it did.</summary>
/// <param name="L2Regularization">The weight.</param>
/// <param name="ValidationLoss">The mean cross-entropy of a held-out cell, weighted as in training.</param>
public readonly record struct RegularizationTrial(double L2Regularization, double ValidationLoss);
