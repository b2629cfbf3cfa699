using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary>An update rule: how a gradient changes a vector of weights of one column, given the rule's state.</summary>
internal interface IStepRule
{
    /// <summary>The number of state values per weight: 0, 1 or 2.</summary>
    static abstract int StateCount { get; }

    /// <summary>
    /// Whether a weight also moves in a step whose gradient is zero. Steps that a column missed are then made when it next occurs in a batch.
    /// </summary>
    static virtual bool MovesWithoutGradient => false;

    /// <summary>
    /// Whether the rule applies <see cref="StepScalars.Regularization"/> itself; otherwise the gradient includes it.
    /// </summary>
    static virtual bool RegularizesItself => false;

    /// <summary>
    /// Whether steps are made in each column's own scale: gradient, rate and regularisation are then multiplied by it, and the weights stay in
    /// the user's units.
    /// </summary>
    static virtual bool ScalesColumns => false;

    /// <summary>Makes one step.</summary>
    /// <param name="weight">The weights.</param>
    /// <param name="gradient">The gradient with respect to the weights.</param>
    /// <param name="first">The first state value of each weight.</param>
    /// <param name="second">The second state value of each weight.</param>
    /// <param name="scalars">The values common to all labels.</param>
    /// <returns>The weights after the step.</returns>
    static abstract Vector512<float> Step(
        Vector512<float> weight,
        Vector512<float> gradient,
        ref Vector512<float> first,
        ref Vector512<float> second,
        in StepScalars scalars);
}
