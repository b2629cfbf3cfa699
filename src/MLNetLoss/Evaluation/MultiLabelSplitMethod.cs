namespace MLNetLoss.Evaluation;

/// <summary>How rows are assigned to the parts of a split.</summary>
public enum MultiLabelSplitMethod
{
    /// <summary>
    /// Every part has every label in its proportion: iterative stratification (Sechidis, Tsoumakas and Vlahavas, 2011), followed by exchanges that
    /// bring the parts closer to their proportions and sizes.
    /// </summary>
    Stratified,

    /// <summary>The same for labels and for pairs of labels that occur together (Szymański and Kajdanowicz, 2017).</summary>
    StratifiedByPairs,

    /// <summary>At random; labels are not read.</summary>
    Random,
}
