namespace MLNetLoss.Trainers;

/// <summary>An L2 weight that was tried, and its result.</summary>
/// <param name="L2Regularization">The L2 weight.</param>
/// <param name="ValidationLoss">The mean cross-entropy per held-out cell, weighted as in training.</param>
public readonly record struct RegularizationTrial(double L2Regularization, double ValidationLoss);
