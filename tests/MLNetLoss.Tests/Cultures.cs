using System.Globalization;

namespace MLNetLoss.Tests;

/// <summary>Runs what must not depend on the culture in one that writes numbers otherwise.</summary>
internal static class Cultures
{
    /// <summary>Runs it where the decimal separator is a comma and the minus is U+2212, as in Swedish.</summary>
    public static void WithCommas(Action action)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NegativeSign = "\u2212";
        try
        {
            CultureInfo.CurrentCulture = comma;
            action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
