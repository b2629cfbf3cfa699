namespace MLNetLoss.Solvers;

/// <summary>The parameters of a step that are common to all labels of a column.</summary>
internal struct StepScalars
{
    /// <summary>The learning rate of this step, including the schedule.</summary>
    public float Rate;

    /// <summary>Momentum, or Adam's decay of the first moment.</summary>
    public float Beta1;

    /// <summary>1 - Beta1, rounded once: near 1, a rounded Beta1 would leave few digits of it, or none.</summary>
    public float Share1;

    /// <summary>1 - Beta2, where Beta2 is Adam's decay of the second moment.</summary>
    public float Share2;

    /// <summary>1 / (1 - Beta1^t) at step t.</summary>
    public float Correction1;

    /// <summary>1 / (1 - Beta2^t) at step t.</summary>
    public float Correction2;

    /// <summary>The number that keeps the divisor from zero.</summary>
    public float Epsilon;

    /// <summary>1 minus Rate times AdamW's weight decay of the column.</summary>
    public float Shrinkage;

    /// <summary>The factor from a sum over the batch's rows to the gradient passed to the rule.</summary>
    public float GradientFactor;

    /// <summary>The factor of half the squared weights in the mean loss of the batch.</summary>
    public float Regularization;

    /// <summary>
    /// The share of this gradient in the column's mean square: 2 / (n + 1) for the n-th, so that each counts in proportion to its number and
    /// the large early ones fade.
    /// </summary>
    public float TouchShare;
}
