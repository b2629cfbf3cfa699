namespace MLNetLoss.Solvers;

/// <summary>A symmetric positive semidefinite approximation of the Hessian's inverse, for sixteen labels side by side.</summary>
internal interface ILanePreconditioner
{
    /// <summary>Adapts to a Hessian.</summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="l2">The L2 term's weight.</param>
    void Prepare(LogisticRegressionHessian hessian, float l2);

    /// <summary>Applies it.</summary>
    /// <param name="residual">(D + 1) x 16 values.</param>
    /// <param name="result">Receives (D + 1) x 16 values.</param>
    void Apply(LaneArray<float> residual, LaneArray<float> result);
}
