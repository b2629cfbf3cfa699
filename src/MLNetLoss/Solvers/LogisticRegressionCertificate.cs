namespace MLNetLoss.Solvers;

/// <summary>What is known of one label's solution, measured on the weights as the model holds them.</summary>
/// <param name="Classes">The classes the label shows.</param>
/// <param name="Objective">
/// Its part of the objective: the weighted sum of its rows' losses plus <c>L2 / 2</c> times its squared weights.
/// </param>
/// <param name="DualityGap">
/// A bound on how far <paramref name="Objective"/> lies above the minimum: its distance from the best value of the dual problem that was
/// met. NaN without an L2 term, where the dual has no such point, and for a label whose bias was set by rule.
/// </param>
/// <param name="GradientNorm">The Euclidean norm of the objective's gradient in the label's weights and bias.</param>
/// <param name="Iterations">Newton iterations this label took.</param>
/// <param name="Status">How it ended.</param>
internal readonly record struct LogisticRegressionCertificate(
    LabelClasses Classes, double Objective, double DualityGap, double GradientNorm, int Iterations, SolverStatus Status)
{
    /// <summary>Whether the minimum was reached to within the tolerance.</summary>
    public bool Converged => Status == SolverStatus.Converged;
}
