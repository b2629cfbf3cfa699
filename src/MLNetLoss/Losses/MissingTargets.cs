namespace MLNetLoss.Losses;

/// <summary>What a target of NaN means.</summary>
public enum MissingTargets
{
    /// <summary>A fault: an exception that names where it is.</summary>
    Error,

    /// <summary>The target is not known: its element costs nothing, has gradient 0 and is left out of the mean.</summary>
    Ignore,
}
