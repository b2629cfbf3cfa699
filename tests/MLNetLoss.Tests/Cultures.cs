using System.Globalization;

namespace MLNetLoss.Tests;

/// <summary>Runs what must not depend on the culture in one that writes numbers otherwise.</summary>
internal static class Cultures
{
    /// <summary>Runs it where the decimal separator is a comma.</summary>
    public static void WithCommas(Action action)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
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
