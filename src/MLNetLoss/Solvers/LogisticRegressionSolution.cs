namespace MLNetLoss.Solvers;

/// <summary>The result of <see cref="LogisticRegressionSolver"/>.</summary>
internal sealed class LogisticRegressionSolution
{
    /// <summary>Combines the results of the labels.</summary>
    /// <param name="model">The weights of all labels.</param>
    /// <param name="labels">A certificate for each label.</param>
    /// <param name="curve">The objective before each iteration and after the last.</param>
    public LogisticRegressionSolution(LinearModel model, LogisticRegressionCertificate[] labels, IReadOnlyList<double> curve)
    {
        Curve = curve;
        Model = model;
        Labels = labels;
        Converged = true;
        double gap = 0;
        foreach (LogisticRegressionCertificate label in labels)
        {
            if (label.Status == SolverStatus.SetByRule)
                continue;
            Objective += label.Classes == LabelClasses.Both ? label.Objective : 0;
            Iterations = Math.Max(Iterations, label.Iterations);
            Converged &= label.Converged;
            gap += label.DualityGap;
        }

        DualityGap = double.IsNaN(gap) ? null : gap;
    }

    /// <summary>The weights of all labels.</summary>
    public LinearModel Model { get; }

    /// <summary>A certificate for each label.</summary>
    public IReadOnlyList<LogisticRegressionCertificate> Labels { get; }

    /// <summary>
    /// The objective, summed over the labels with both classes: there is nothing to learn about a label of one class, and other solvers do not
    /// accept it.
    /// </summary>
    public double Objective { get; }

    /// <summary>A bound on how far the labels' objectives are above their minima, summed; null if one label has none.</summary>
    public double? DualityGap { get; }

    /// <summary>The objective before each iteration and after the last, over the same labels.</summary>
    public IReadOnlyList<double> Curve { get; }

    /// <summary>The most iterations any label took.</summary>
    public int Iterations { get; }

    /// <summary>Whether every label with a minimum reached it to within the tolerance.</summary>
    public bool Converged { get; }
}
