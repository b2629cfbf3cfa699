namespace MLNetLoss.Solvers;

/// <summary>The classes of a label among the rows that count: those of positive weight whose target is not missing.</summary>
internal enum LabelClasses
{
    /// <summary>Both: the ordinary case. A fractional target counts as both.</summary>
    Both,

    /// <summary>Every target is 0.</summary>
    NegativeOnly,

    /// <summary>Every target is 1.</summary>
    PositiveOnly,

    /// <summary>No row counts: every target is missing or of weight zero.</summary>
    None,
}
