namespace MLNetLoss.Metrics;

/// <summary>What a ratio of counts is when its denominator is zero, such as the precision of a label never predicted.</summary>
public enum ZeroDivision
{
    /// <summary>0, as scikit-learn and torchmetrics have it by default.</summary>
    Zero,

    /// <summary>1.</summary>
    One,

    /// <summary>1 when there was nothing to find and nothing was predicted, else 0, as MULAN has it.</summary>
    OneWhenEmpty,

    /// <summary>Not a number, and so is every mean over it.</summary>
    NaN,

    /// <summary>Not a number for that label or row, which is left out of means (scikit-learn's <c>zero_division=np.nan</c>).</summary>
    LeftOut,
}
