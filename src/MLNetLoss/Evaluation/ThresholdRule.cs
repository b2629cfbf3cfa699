using MLNetLoss.Metrics;
using MLNetLoss.Metrics.Decisions;

namespace MLNetLoss.Evaluation;

/// <summary>What thresholds are to achieve on the rows they are tuned on; made by the static methods.</summary>
public abstract class ThresholdRule
{
    private protected ThresholdRule(bool oneThreshold) => OneThreshold = oneThreshold;

    /// <summary>Whether all labels share one threshold; otherwise each has its own.</summary>
    public bool OneThreshold { get; }

    /// <summary>Maximises F-beta.</summary>
    /// <remarks>
    /// Exact for macro and micro F-beta, and for the samples average with one threshold; of equally good thresholds those that predict fewest are
    /// taken. The samples average with a threshold per label is improved label by label, starting from the best of the model's thresholds, the
    /// best single threshold and the best ones for micro F-beta: the result is at least as good as each of these, and no change of one label's
    /// threshold improves it, but a change of several at once might. A label (macro) or a row (samples) without positive or predicted cells
    /// counts as 0.
    /// </remarks>
    /// <param name="averaging">
    /// The average: <see cref="Averaging.Macro"/>, <see cref="Averaging.Micro"/> or <see cref="Averaging.Samples"/>.
    /// </param>
    /// <param name="beta">How many times as important recall is as precision, above 0; 1 for F1.</param>
    /// <param name="oneThreshold">One threshold for all labels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The average is not one of these, or beta is not above 0 and finite.</exception>
    public static ThresholdRule MaximizeFBeta(Averaging averaging = Averaging.Macro, double beta = 1, bool oneThreshold = false) =>
        new FBetaRule(averaging, beta, oneThreshold);

    /// <summary>Finds the greatest recall at a given precision or more, on the rows tuned on.</summary>
    /// <remarks>
    /// Exact. If no threshold of a label reaches the precision, <paramref name="unreachable"/> says what becomes of the label; its
    /// <see cref="LabelThreshold.MeetsConstraint"/> is false, and a warning in the log names it. With one threshold, precision and recall are
    /// those of all labels' decisions together. On new rows the precision will vary around the one reached, the more the fewer rows were tuned
    /// on; for a guarantee on new rows see <see cref="MissRateAtMost"/>.
    /// </remarks>
    /// <param name="precision">The precision, above 0 and at most 1.</param>
    /// <param name="oneThreshold">One threshold for all labels.</param>
    /// <param name="unreachable">What becomes of a label that cannot reach the precision.</param>
    /// <exception cref="ArgumentOutOfRangeException">The precision is out of its range.</exception>
    public static ThresholdRule PrecisionAtLeast(
        double precision, bool oneThreshold = false, UnreachableBound unreachable = UnreachableBound.KeepThreshold) =>
        new BoundRule(true, precision, oneThreshold, unreachable);

    /// <summary>Finds the greatest precision at a given recall or more, on the rows tuned on.</summary>
    /// <remarks>
    /// Exact; otherwise as <see cref="PrecisionAtLeast"/>. Any recall can be reached by always predicting a label, unless a row that has it scores
    /// negative infinity.
    /// </remarks>
    /// <param name="recall">The recall, above 0 and at most 1.</param>
    /// <param name="oneThreshold">One threshold for all labels.</param>
    /// <param name="unreachable">What becomes of a label that cannot reach the recall.</param>
    /// <exception cref="ArgumentOutOfRangeException">The recall is out of its range.</exception>
    public static ThresholdRule RecallAtLeast(
        double recall, bool oneThreshold = false, UnreachableBound unreachable = UnreachableBound.KeepThreshold) =>
        new BoundRule(false, recall, oneThreshold, unreachable);

    /// <summary>Keeps the expected miss rate (false-negative rate) on new rows at or below alpha, by conformal risk control.</summary>
    /// <remarks>
    /// <para>
    /// The method of Angelopoulos, Bates, Fisch, Lei and Schuster ("Conformal Risk Control", 2022). The miss rate of a row is the share of
    /// its true labels that are not predicted. Of n rows that have a label, the threshold is the highest at which
    /// n/(n+1) * (their mean miss rate) + 1/(n+1) is at most alpha. If a new row is drawn from the same distribution, and the model has seen none of
    /// these rows in training, its expected miss rate is at most alpha: for any model and any number of rows, in expectation over the rows tuned
    /// on and the new one. It is at least alpha - 2/(n+1) when scores do not tie.
    /// </para>
    /// <para>
    /// Rows without a true label have nothing to miss and are left out, so the guarantee is about rows that have one. Missing targets are left
    /// out. Rows with weights are rejected. Only a model that predicts everything could meet an alpha below 1/(n+1): with one threshold this is
    /// an error that says how many rows are needed.
    /// </para>
    /// <para>
    /// With a threshold per label the guarantee holds for each label: a new row that has the label is missed with a probability of at most alpha. A
    /// label with fewer than 1/alpha - 1 positive rows keeps its threshold, its <see cref="LabelThreshold.MeetsConstraint"/> is false, and a
    /// warning in the log names it.
    /// </para>
    /// </remarks>
    /// <param name="alpha">The greatest expected miss rate, above 0 and below 1.</param>
    /// <param name="oneThreshold">One threshold for all labels; false for one per label.</param>
    /// <exception cref="ArgumentOutOfRangeException">Alpha is out of its range.</exception>
    public static ThresholdRule MissRateAtMost(double alpha, bool oneThreshold = true) => new MissRateRule(alpha, oneThreshold);

    /// <summary>The goal of the rule, such as "a recall of at least 0.9".</summary>
    public sealed override string ToString() => Goal;

    /// <summary>The goal of the rule, as part of a sentence.</summary>
    internal abstract string Goal { get; }

    /// <summary>Whether the rule has a constraint that labels can fail to meet; otherwise it only maximises.</summary>
    internal virtual bool IsBound => true;

    /// <summary>What becomes of a label that cannot meet the constraint.</summary>
    internal virtual UnreachableBound Unreachable => UnreachableBound.KeepThreshold;

    /// <summary>The fewest positive rows that a label needs.</summary>
    internal virtual long RequiredPositives => 1;

    /// <summary>Whether the constraint is met.</summary>
    /// <param name="counts">The counts at a label's threshold, or with one threshold those of all labels together.</param>
    internal virtual bool IsMet(ConfusionCounts counts) => true;

    /// <summary>Chooses thresholds.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="isFixed">Labels that keep their threshold; with one threshold, all or none.</param>
    /// <param name="thresholds">The model's thresholds; receives those chosen.</param>
    /// <param name="parallel">How to run.</param>
    /// <returns>The value reached.</returns>
    internal abstract double Choose(DecisionRows rows, bool[] isFixed, float[] thresholds, ParallelOptions parallel);
}
