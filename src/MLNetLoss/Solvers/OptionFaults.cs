using System.Globalization;

namespace MLNetLoss.Solvers;

/// <summary>Collects what is wrong with a set of options, so that all of it is told at once.</summary>
internal sealed class OptionFaults
{
    private readonly List<string> _faults = [];

    /// <summary>Notes a fault unless an option is as it should be.</summary>
    /// <param name="holds">Whether it is.</param>
    /// <param name="name">The option.</param>
    /// <param name="expected">What it must be, in words.</param>
    /// <param name="value">What it is.</param>
    public void Check(bool holds, string name, string expected, object? value)
    {
        if (!holds)
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be {expected}, but is {Describe(value)}"));
    }

    /// <summary>Tells the faults, if there are any.</summary>
    /// <param name="of">Whose options they are.</param>
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
        System.Collections.IEnumerable items => $"[{string.Join(", ", items.Cast<IFormattable>().Select(item => item.ToString(null, CultureInfo.InvariantCulture)))}]",
        _ => value,
    };
}
