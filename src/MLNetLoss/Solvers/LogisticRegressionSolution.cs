namespace MLNetLoss.Solvers;

/// <summary>The answer of <see cref="LogisticRegressionSolver"/>.</summary>
/// <param name="model">The weights of all labels.</param>
/// <param name="labels">A certificate for each label.</param>
internal sealed class LogisticRegressionSolution(LinearModel model, LogisticRegressionCertificate[] labels)
{
    /// <summary>The weights of all labels.</summary>
    public LinearModel Model { get; } = model;

    /// <summary>A certificate for each label.</summary>
    public IReadOnlyList<LogisticRegressionCertificate> Labels { get; } = labels;

    /// <summary>The objective, summed over the labels that have a minimum.</summary>
    public double Objective { get; } =
        labels.Where(label => label.Status != SolverStatus.SetByRule).Sum(label => label.Objective);

    /// <summary>The most iterations any label took.</summary>
    public int Iterations { get; } = labels.Max(label => label.Iterations);

    /// <summary>Whether every label that has a minimum reached it to within the tolerance.</summary>
    public bool Converged { get; } = labels.All(label => label.Converged || label.Status == SolverStatus.SetByRule);
}
