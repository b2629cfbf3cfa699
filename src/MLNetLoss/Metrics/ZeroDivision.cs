namespace MLNetLoss.Metrics;

/// <summary>The value of a ratio of counts whose denominator is zero, such as the precision of a label that is never predicted.</summary>
public enum ZeroDivision
{
    /// <summary>0, the default of scikit-learn and torchmetrics.</summary>
    Zero,

    /// <summary>1.</summary>
    One,

    /// <summary>1 when there was nothing to find and nothing was predicted, otherwise 0, as in MULAN.</summary>
    OneWhenEmpty,

    /// <summary>NaN, and so is every mean over it.</summary>
    NaN,

    /// <summary>NaN for that label or row, which is left out of means (scikit-learn's <c>zero_division=np.nan</c>).</summary>
    LeftOut,
}
