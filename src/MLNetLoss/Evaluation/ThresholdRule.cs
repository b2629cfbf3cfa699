using MLNetLoss.Metrics;
using MLNetLoss.Metrics.Decisions;

namespace MLNetLoss.Evaluation;

/// <summary>What thresholds are to achieve on the rows they are tuned on: one of those the static methods make.</summary>
public abstract class ThresholdRule
{
    private protected ThresholdRule(bool oneThreshold) => OneThreshold = oneThreshold;

    /// <summary>Whether all labels get the same threshold; otherwise each its own.</summary>
    public bool OneThreshold { get; }

    /// <summary>The greatest F-beta.</summary>
    /// <remarks>
    /// Exact for macro and micro F-beta, and for the samples average with one threshold. The samples average with a threshold for each
    /// label is climbed, label by label, from the best of the model's thresholds, the best single threshold and the best ones for micro
    /// F-beta: the result is at least as good as each of them, and no change of one label's threshold improves it, but a change of several
    /// at once might. A label (macro) or a row (samples) of which nothing is positive or predicted counts as 0. Among equals the
    /// threshold that predicts fewest is taken.
    /// </remarks>
    /// <param name="averaging">The average: <see cref="Averaging.Macro"/>, <see cref="Averaging.Micro"/> or <see cref="Averaging.Samples"/>.</param>
    /// <param name="beta">How much recall counts against precision, above 0; 1 for F1.</param>
    /// <param name="oneThreshold">One threshold for all labels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The average is another one, or beta is not above 0.</exception>
    public static ThresholdRule MaximizeFBeta(Averaging averaging = Averaging.Macro, double beta = 1, bool oneThreshold = false) =>
        new FBetaRule(averaging, beta, oneThreshold);

    /// <summary>Chooses thresholds.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="isFixed">Labels that keep their threshold; with one threshold either all or none.</param>
    /// <param name="thresholds">The model's thresholds; receives the chosen.</param>
    /// <param name="parallel">How to run.</param>
    /// <returns>What was reached.</returns>
    internal abstract double Choose(DecisionRows rows, bool[] isFixed, float[] thresholds, ParallelOptions parallel);
}
