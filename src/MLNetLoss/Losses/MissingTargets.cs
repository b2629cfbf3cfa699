namespace MLNetLoss.Losses;

/// <summary>What a target of NaN means.</summary>
public enum MissingTargets
{
    /// <summary>An error: an exception that gives its index.</summary>
    Error,

    /// <summary>The target is unknown: its element has loss 0 and gradient 0 and is left out of the mean.</summary>
    Ignore,
}
