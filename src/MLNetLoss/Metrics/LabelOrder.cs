using System.Globalization;

namespace MLNetLoss.Metrics;

/// <summary>Checks that labels match: they are identified by index, so different names at one index mean that targets and scores were mixed up.</summary>
internal static class LabelOrder
{
    /// <summary>Checks that two lists name the same labels in the same order.</summary>
    /// <param name="names">L names. Mere indices (0, 1, ...) match any names, and an empty name matches any other.</param>
    /// <param name="place">Where they come from, for the message, such as "in column 'Label'".</param>
    /// <param name="others">The other L names.</param>
    /// <param name="otherPlace">Where those come from.</param>
    /// <exception cref="ArgumentException">They differ; the message names the first label that does.</exception>
    public static void RequireSame(IReadOnlyList<string> names, string place, IReadOnlyList<string> others, string otherPlace)
    {
        if (ArePlaces(names) || ArePlaces(others))
            return;
        for (int label = 0; label < names.Count; label++)
        {
            if (names[label] != others[label] && names[label].Length > 0 && others[label].Length > 0)
            {
                throw new ArgumentException(
                    $"Label {label} is '{names[label]}' {place} and '{others[label]}' {otherPlace}; expected the same labels in the same order.");
            }
        }
    }

    private static bool ArePlaces(IReadOnlyList<string> names)
    {
        for (int label = 0; label < names.Count; label++)
        {
            if (names[label] != label.ToString(CultureInfo.InvariantCulture))
                return false;
        }

        return true;
    }
}
