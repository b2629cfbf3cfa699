namespace MLNetLoss.Solvers;

/// <summary>How an exact solver ended for one label.</summary>
internal enum SolverStatus
{
    /// <summary>At the minimum, to within the tolerance.</summary>
    Converged,

    /// <summary>The iterations ran out first.</summary>
    IterationLimit,

    /// <summary>No step lowers the objective any further in double precision, although the tolerance requires it.</summary>
    PrecisionLimit,

    /// <summary>
    /// There is no minimum: without an L2 term, weights that separate the classes keep lowering the objective as they grow. The weights are
    /// those at which the objective had practically vanished.
    /// </summary>
    Separable,

    /// <summary>
    /// There is no minimum: the label has a single class and its bias is free. The weights are zero and the bias is the log-odds with half a row
    /// of the other class, see <see cref="OneClassRule"/>.
    /// </summary>
    SetByRule,
}
