using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary>An update rule: what a gradient does to a vector of weights of one column, given what the rule remembers of them.</summary>
internal interface IStepRule
{
    /// <summary>How many numbers the rule remembers of each weight: 0, 1 or 2.</summary>
    static abstract int StateCount { get; }

    /// <summary>
    /// Whether a weight also moves in a step whose gradient is zero. The steps of a column that a batch does not have are then made
    /// up for when it is next met.
    /// </summary>
    static abstract bool MovesWithoutGradient { get; }

    /// <summary>
    /// Whether the rule takes care of <see cref="StepScalars.Regularization"/>; otherwise the gradient it is given has it in.
    /// </summary>
    static abstract bool RegularizesItself { get; }

    /// <summary>
    /// Whether steps are made in each column's own scale: gradient, rate and regularisation then come multiplied by it, and the weights
    /// stay in the user's.
    /// </summary>
    static abstract bool ScalesColumns { get; }

    /// <summary>Makes one step.</summary>
    /// <param name="weight">The weights.</param>
    /// <param name="gradient">The gradient in the weights.</param>
    /// <param name="first">The first number remembered of each weight.</param>
    /// <param name="second">The second number remembered of each weight.</param>
    /// <param name="scalars">What is the same for all labels.</param>
    /// <returns>The weights after the step.</returns>
    static abstract Vector512<float> Step(
        Vector512<float> weight,
        Vector512<float> gradient,
        ref Vector512<float> first,
        ref Vector512<float> second,
        in StepScalars scalars);
}
