using System.Globalization;

namespace MLNetLoss.Numerics;

/// <summary>Values of enumerations in messages.</summary>
internal static class EnumText
{
    /// <summary>
    /// The name of a value, or its number if it has none. <see cref="Enum.ToString()"/> would write the sign of the number as the culture does.
    /// </summary>
    /// <param name="value">The value.</param>
    public static string Of(Enum value) =>
        Enum.GetName(value.GetType(), value) ?? Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
}
