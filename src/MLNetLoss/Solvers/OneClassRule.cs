namespace MLNetLoss.Solvers;

/// <summary>
/// The solution for a label with a single class and a free bias: the objective then falls towards zero as the bias grows without bound, so
/// that it has no minimum. Zero weights and the log-odds of Jeffreys' estimate of the rate, which adds half a row of each class to the
/// observed ones, are finite and claim no more certainty than n rows justify.
/// </summary>
internal static class OneClassRule
{
    /// <summary>The bias of a label, from the weight of its rows.</summary>
    /// <param name="classes">The classes of the label, not <see cref="LabelClasses.Both"/>.</param>
    /// <param name="weight">The sum of the weights of the rows that count for it.</param>
    public static double Bias(LabelClasses classes, double weight) => classes switch
    {
        LabelClasses.NegativeOnly => Math.Log(0.5 / (weight + 0.5)),
        LabelClasses.PositiveOnly => Math.Log((weight + 0.5) / 0.5),
        _ => 0,
    };
}
