using System.Diagnostics.CodeAnalysis;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Throws argument exceptions. Arguments are checked far from the public method, so its parameter's name is passed on.</summary>
internal static class Faults
{
    /// <summary>Throws; numbers in the message are formatted independently of the culture.</summary>
    [DoesNotReturn]
    public static void Throw(string parameter, FormattableString message) => throw new ArgumentException(FormattableString.Invariant(message), parameter);
}
