namespace MLNetLoss.Solvers;

/// <summary>How an exact solver ended for one label.</summary>
internal enum SolverStatus
{
    /// <summary>At the minimum, to within the tolerance.</summary>
    Converged,

    /// <summary>The iterations ran out first.</summary>
    IterationLimit,

    /// <summary>No step lowers the objective any more in double precision, though the tolerance asks for more.</summary>
    PrecisionLimit,

    /// <summary>
    /// There is no minimum: without an L2 term, weights that separate the classes lower the objective for ever as they grow.
    /// The weights are those where the objective had all but vanished.
    /// </summary>
    Separable,

    /// <summary>
    /// There is no minimum: the label shows one class only and its bias is free. The weights are zero and the bias is the log-odds of
    /// half a row of the other class, see <see cref="OneClassRule"/>.
    /// </summary>
    SetByRule,
}
