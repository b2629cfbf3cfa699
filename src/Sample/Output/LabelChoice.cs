namespace MLNetLoss.Sample.Output;

/// <summary>Which labels a table shows.</summary>
internal enum LabelChoice
{
    /// <summary>Every label.</summary>
    All,

    /// <summary>Those that most rows have.</summary>
    Frequent,

    /// <summary>Those that fewest rows have.</summary>
    Rare,

    /// <summary>Those of least F1.</summary>
    Worst,

    /// <summary>None.</summary>
    None,
}
