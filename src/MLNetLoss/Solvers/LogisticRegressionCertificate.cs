namespace MLNetLoss.Solvers;

/// <summary>What is known about one label's solution, measured on the weights as stored in the model.</summary>
/// <param name="Classes">The classes of the label.</param>
/// <param name="Objective">
/// Its part of the objective: the weighted sum of its rows' losses plus <c>L2 / 2</c> times its squared weights.
/// </param>
/// <param name="DualityGap">
/// A bound on how far <paramref name="Objective"/> is above the minimum: its distance from the best dual value found. NaN where no dual
/// value was found: without an L2 term, or if the bias stayed too far from its optimum; and for a label whose bias was set by rule.
/// </param>
/// <param name="GradientNorm">The Euclidean norm of the objective's gradient with respect to the label's weights and bias.</param>
/// <param name="Iterations">The number of Newton iterations for this label.</param>
/// <param name="Status">How it ended.</param>
internal readonly record struct LogisticRegressionCertificate(
    LabelClasses Classes, double Objective, double DualityGap, double GradientNorm, int Iterations, SolverStatus Status)
{
    /// <summary>Whether the minimum was reached to within the tolerance.</summary>
    public bool Converged => Status == SolverStatus.Converged;
}
