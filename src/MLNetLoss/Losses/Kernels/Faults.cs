using System.Diagnostics.CodeAnalysis;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The one place that throws for arguments: they are named as in the public signature, far from where they are checked.</summary>
internal static class Faults
{
    /// <summary>Throws; numbers of the message are written the same in every culture.</summary>
    [DoesNotReturn]
    public static void Throw(string parameter, FormattableString message) => throw new ArgumentException(FormattableString.Invariant(message), parameter);
}
