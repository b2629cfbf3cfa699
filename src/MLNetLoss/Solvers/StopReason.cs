namespace MLNetLoss.Solvers;

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>All requested passes were made.</summary>
    AllPassesDone,

    /// <summary>The measure on the validation rows no longer improved; the best weights were kept.</summary>
    NoImprovement,
}
