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
    /// <param name="averaging">
    /// The average: <see cref="Averaging.Macro"/>, <see cref="Averaging.Micro"/> or <see cref="Averaging.Samples"/>.
    /// </param>
    /// <param name="beta">How much recall counts against precision, above 0; 1 for F1.</param>
    /// <param name="oneThreshold">One threshold for all labels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The average is another one, or beta is not above 0.</exception>
    public static ThresholdRule MaximizeFBeta(Averaging averaging = Averaging.Macro, double beta = 1, bool oneThreshold = false) =>
        new FBetaRule(averaging, beta, oneThreshold);

    /// <summary>A precision of at least some on the rows tuned on, and the greatest recall at it.</summary>
    /// <remarks>
    /// Exact. For a label that reaches the precision at no threshold <paramref name="unreachable"/> says what becomes of it; it has
    /// <see cref="LabelThreshold.MeetsConstraint"/> false, and is named in a warning of the log. With one threshold the precision and the
    /// recall are those of all labels' decisions together. On new rows the precision will vary about the one reached, the more the fewer
    /// rows there are: for a promise about new rows see <see cref="MissRateAtMost"/>.
    /// </remarks>
    /// <param name="precision">The precision, above 0 and at most 1.</param>
    /// <param name="oneThreshold">One threshold for all labels.</param>
    /// <param name="unreachable">What becomes of a label that cannot reach the precision.</param>
    /// <exception cref="ArgumentOutOfRangeException">The precision is out of its range.</exception>
    public static ThresholdRule PrecisionAtLeast(
        double precision, bool oneThreshold = false, UnreachableBound unreachable = UnreachableBound.KeepThreshold) =>
        new BoundRule(true, precision, oneThreshold, unreachable);

    /// <summary>A recall of at least some on the rows tuned on, and the greatest precision at it.</summary>
    /// <remarks>
    /// Exact; else as <see cref="PrecisionAtLeast"/>. Every recall can be reached by predicting a label always, unless a row that has it
    /// scores negative infinity.
    /// </remarks>
    /// <param name="recall">The recall, above 0 and at most 1.</param>
    /// <param name="oneThreshold">One threshold for all labels.</param>
    /// <param name="unreachable">What becomes of a label that cannot reach the recall.</param>
    /// <exception cref="ArgumentOutOfRangeException">The recall is out of its range.</exception>
    public static ThresholdRule RecallAtLeast(
        double recall, bool oneThreshold = false, UnreachableBound unreachable = UnreachableBound.KeepThreshold) =>
        new BoundRule(false, recall, oneThreshold, unreachable);

    /// <summary>An expected miss rate (false-negative rate) of at most alpha on new rows, by conformal risk control.</summary>
    /// <remarks>
    /// <para>
    /// The method of Angelopoulos, Bates, Fisch, Lei and Schuster ("Conformal Risk Control", 2022). The miss rate of a row is the share of
    /// its true labels that are not predicted. Of n rows that have a label, the threshold is the highest at which
    /// n/(n+1) * (their mean miss rate) + 1/(n+1) is at most alpha. If a new row is drawn as those were, and the model has seen none of
    /// them in training, its expected miss rate is at most alpha: whatever the model, for any number of rows, in the mean over the draw of the
    /// rows tuned on and the new one. It is at least alpha - 2/(n+1) when scores do not tie.
    /// </para>
    /// <para>
    /// Rows without a true label have nothing to miss and are left out, so that the promise is about rows that have one. Missing targets
    /// are left out. Rows with weights are refused. An alpha below 1/(n+1) only a model that predicts everything could keep: with one
    /// threshold it is an error that says how many rows it takes.
    /// </para>
    /// <para>
    /// With a threshold for each label the promise is made to each of them: a new row that has the label is missed with a
    /// probability of at most alpha. A label of fewer than 1/alpha - 1 positive rows keeps its threshold, has
    /// <see cref="LabelThreshold.MeetsConstraint"/> false, and is named in a warning of the log.
    /// </para>
    /// </remarks>
    /// <param name="alpha">The greatest expected miss rate, above 0 and below 1.</param>
    /// <param name="oneThreshold">One threshold for all labels; false for one a label.</param>
    /// <exception cref="ArgumentOutOfRangeException">Alpha is out of its range.</exception>
    public static ThresholdRule MissRateAtMost(double alpha, bool oneThreshold = true) => new MissRateRule(alpha, oneThreshold);

    /// <summary>What the rule is after, such as "a recall of at least 0.9".</summary>
    public sealed override string ToString() => Goal;

    /// <summary>What the rule is after, in the middle of a sentence.</summary>
    internal abstract string Goal { get; }

    /// <summary>Whether labels can fail to reach what the rule is after; otherwise it only wants the most there is.</summary>
    internal virtual bool IsBound => true;

    /// <summary>What becomes of a label that cannot reach it.</summary>
    internal virtual UnreachableBound Unreachable => UnreachableBound.KeepThreshold;

    /// <summary>How many positive rows a label needs at the least.</summary>
    internal virtual long RequiredPositives => 1;

    /// <summary>Whether what the rule demands is reached.</summary>
    /// <param name="counts">What a label's threshold predicts, or with one threshold all labels' together.</param>
    internal virtual bool IsMet(ConfusionCounts counts) => true;

    /// <summary>Chooses thresholds.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="isFixed">Labels that keep their threshold; with one threshold either all or none.</param>
    /// <param name="thresholds">The model's thresholds; receives the chosen.</param>
    /// <param name="parallel">How to run.</param>
    /// <returns>What was reached.</returns>
    internal abstract double Choose(DecisionRows rows, bool[] isFixed, float[] thresholds, ParallelOptions parallel);
}
