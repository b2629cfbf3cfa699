using System.Globalization;
using MLNetLoss.Numerics;

namespace MLNetLoss.Solvers;

/// <summary>Collects the faults in a set of options, so that all are reported at once.</summary>
internal sealed class OptionFaults
{
    private readonly List<string> _faults = [];

    /// <summary>Adds a fault unless an option is valid.</summary>
    /// <param name="holds">Whether the option is valid.</param>
    /// <param name="name">The option.</param>
    /// <param name="expected">The valid values, in words.</param>
    /// <param name="value">The actual value.</param>
    public void Check(bool holds, string name, string expected, object? value)
    {
        if (!holds)
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be {expected}, but is {Describe(value)}"));
    }

    /// <summary>Throws if there are faults.</summary>
    /// <param name="of">The owner of the options, for the message.</param>
    /// <exception cref="ArgumentException">There are some; the message names them all.</exception>
    public void ThrowIfAny(string of)
    {
        if (_faults.Count > 0)
            throw new ArgumentException($"Options of {of} are out of range: {string.Join("; ", _faults)}.");
    }

    private static object? Describe(object? value) => value switch
    {
        null => "null",
        "" => "empty",
        string text => $"'{text}'",
        Enum name => EnumText.Of(name),
        System.Collections.IEnumerable items => $"[{string.Join(", ", items.Cast<IFormattable>().Select(item => item.ToString(null, CultureInfo.InvariantCulture)))}]",
        _ => value,
    };
}
