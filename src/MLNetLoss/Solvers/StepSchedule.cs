namespace MLNetLoss.Solvers;

/// <summary>How the learning rate changes over the steps of a training.</summary>
public enum StepSchedule
{
    /// <summary>It does not change.</summary>
    Constant,

    /// <summary>It falls linearly, to zero after the last step.</summary>
    Linear,

    /// <summary>It falls along half a cosine wave, to zero after the last step.</summary>
    Cosine,

    /// <summary>It falls with the inverse square root of the step number.</summary>
    InverseSquareRoot,
}
