namespace MLNetLoss.Solvers;

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>All passes asked for were made.</summary>
    AllPassesDone,

    /// <summary>The measure on the validation rows did not improve any more; the best weights were kept.</summary>
    NoImprovement,
}
