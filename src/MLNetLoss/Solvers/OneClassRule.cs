namespace MLNetLoss.Solvers;

/// <summary>
/// The solution for a label that shows one class only while its bias is free: the objective then falls towards zero as the bias grows
/// for ever, so that it has no minimum. Weights of zero and the log-odds of Jeffreys' estimate of the rate, which counts half a
/// row of each class besides what was seen, are finite and claim no more certainty than n rows give.
/// </summary>
internal static class OneClassRule
{
    /// <summary>The bias of a label by the weight of its rows.</summary>
    /// <param name="classes">The classes it shows, not <see cref="LabelClasses.Both"/>.</param>
    /// <param name="weight">The sum of the weights of the rows that count for it.</param>
    public static double Bias(LabelClasses classes, double weight) => classes switch
    {
        LabelClasses.NegativeOnly => Math.Log(0.5 / (weight + 0.5)),
        LabelClasses.PositiveOnly => Math.Log((weight + 0.5) / 0.5),
        _ => 0,
    };
}
