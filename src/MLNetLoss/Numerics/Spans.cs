using System.Diagnostics.CodeAnalysis;

namespace MLNetLoss.Numerics;

/// <summary>Checks of where results are written.</summary>
internal static class Spans
{
    /// <summary>Throws unless the destination holds the input's length and starts where the input starts or does not touch it.</summary>
    public static void CheckDestination<T>(ReadOnlySpan<T> input, Span<T> destination, string inputName, string destinationName)
    {
        if (destination.Length < input.Length)
            ThrowShort(inputName, input.Length, destinationName, destination.Length);
        if (input.Overlaps(destination, out int offset) && offset != 0)
            ThrowOverlap(inputName, destinationName);
    }

    /// <summary>Throws if the destination touches the span at all.</summary>
    public static void CheckDisjoint<T>(ReadOnlySpan<T> span, Span<T> destination, string name, string destinationName)
    {
        if (span.Overlaps(destination))
        {
            throw new ArgumentException(
                $"{destinationName} overlaps {name}; it may share memory with the input only, and only from the same start.", destinationName);
        }
    }

    [DoesNotReturn]
    private static void ThrowShort(string inputName, int inputLength, string destinationName, int length) =>
        throw new ArgumentException(
            $"{destinationName} holds {length} values but {inputName} has {inputLength}; it must hold as many.", destinationName);

    [DoesNotReturn]
    private static void ThrowOverlap(string inputName, string destinationName) =>
        throw new ArgumentException(
            $"{destinationName} overlaps {inputName} without starting where it starts; use the same start or other memory.", destinationName);
}
