namespace MLNetLoss.Solvers;

/// <summary>How the learning rate changes over the steps of a training.</summary>
public enum StepSchedule
{
    /// <summary>It does not change.</summary>
    Constant,

    /// <summary>It falls along a straight line to nothing after the last step.</summary>
    Linear,

    /// <summary>It falls along half a cosine wave to nothing after the last step.</summary>
    Cosine,

    /// <summary>It falls with the square root of the number of steps begun.</summary>
    InverseSquareRoot,
}
