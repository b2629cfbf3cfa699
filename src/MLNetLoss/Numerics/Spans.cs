using System.Diagnostics.CodeAnalysis;

namespace MLNetLoss.Numerics;

/// <summary>Checks of the memory that results are written to.</summary>
internal static class Spans
{
    /// <summary>Throws if the destination is shorter than the input, or overlaps it without starting where it starts.</summary>
    public static void CheckDestination<T>(ReadOnlySpan<T> input, Span<T> destination, string inputName, string destinationName)
    {
        if (destination.Length < input.Length)
            ThrowShort(inputName, input.Length, destinationName, destination.Length);
        if (input.Overlaps(destination, out int offset) && offset != 0)
            ThrowOverlap(inputName, destinationName);
    }

    /// <summary>Throws if the destination overlaps the span.</summary>
    public static void CheckDisjoint<T>(ReadOnlySpan<T> span, Span<T> destination, string name, string destinationName)
    {
        if (span.Overlaps(destination))
            ThrowNotDisjoint(name, destinationName);
    }

    /// <summary>Throws because a destination overlaps something other than the input.</summary>
    [DoesNotReturn]
    public static void ThrowNotDisjoint(string name, string destinationName) =>
        throw new ArgumentException(
            $"{destinationName} overlaps {name}; it may share memory only with the input, and only from the same start.", destinationName);

    /// <summary>Throws because a destination overlaps the input without starting where it starts.</summary>
    [DoesNotReturn]
    public static void ThrowOverlap(string inputName, string destinationName) =>
        throw new ArgumentException(
            $"{destinationName} overlaps {inputName} but does not start where it starts; use the same start or other memory.", destinationName);

    [DoesNotReturn]
    private static void ThrowShort(string inputName, int inputLength, string destinationName, int length) =>
        throw new ArgumentException(
            $"{destinationName} holds {length} values but {inputName} has {inputLength}; it must hold at least as many.", destinationName);
}
