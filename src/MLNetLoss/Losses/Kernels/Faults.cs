using System.Diagnostics.CodeAnalysis;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The one place that throws for arguments: they are named as in the public signature, far from where they are checked.</summary>
internal static class Faults
{
    /// <summary>Throws.</summary>
    [DoesNotReturn]
    public static void Throw(string parameter, string message) => throw new ArgumentException(message, parameter);
}
