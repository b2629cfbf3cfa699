namespace MLNetLoss.Solvers;

/// <summary>What a step needs to know that is the same for all labels of a column.</summary>
internal struct StepScalars
{
    /// <summary>The learning rate of this step, schedule included.</summary>
    public float Rate;

    /// <summary>Momentum, or Adam's decay of the first moment.</summary>
    public float Beta1;

    /// <summary>Adam's decay of the second moment.</summary>
    public float Beta2;

    /// <summary>1 / (1 - Beta1^t) at step t.</summary>
    public float Correction1;

    /// <summary>1 / (1 - Beta2^t) at step t.</summary>
    public float Correction2;

    /// <summary>What keeps the divisor from zero.</summary>
    public float Epsilon;

    /// <summary>1 - Rate times AdamW's decay of the column's weights.</summary>
    public float Shrinkage;

    /// <summary>What makes a sum over the batch's rows the gradient that the rule is given.</summary>
    public float GradientFactor;

    /// <summary>The factor of half the squared weights in the mean loss of the batch.</summary>
    public float Regularization;

    /// <summary>
    /// The share of this gradient in the mean square of all that the column had: at the n-th, 2 / (n + 1), so that each counts in
    /// proportion to its number and the large ones of the beginning fade.
    /// </summary>
    public float TouchShare;
}
