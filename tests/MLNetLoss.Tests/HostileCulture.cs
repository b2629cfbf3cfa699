using System.Globalization;
using System.Runtime.CompilerServices;

namespace MLNetLoss.Tests;

/// <summary>
/// The culture of all tests. It writes numbers and dates otherwise than the invariant culture in every respect, so that whatever depends on
/// the culture and must not, in the library or in a test, fails on every machine.
/// </summary>
internal static class HostileCulture
{
    [ModuleInitializer]
    internal static void Install() => CultureInfo.DefaultThreadCurrentCulture = Create();

    private static CultureInfo Create()
    {
        // Made of the invariant culture, as tests run without ICU. The signs are those of German, Persian and Finnish.
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        NumberFormatInfo numbers = culture.NumberFormat;
        numbers.NumberDecimalSeparator = numbers.PercentDecimalSeparator = numbers.CurrencyDecimalSeparator = ",";
        numbers.NumberGroupSeparator = numbers.PercentGroupSeparator = numbers.CurrencyGroupSeparator = ".";
        numbers.NegativeSign = "\u200E\u2212";
        numbers.PositiveSign = "\u200E+";
        numbers.PercentSymbol = "\u066A";
        numbers.NaNSymbol = "ep\u00E4luku";
        numbers.PositiveInfinitySymbol = "\u221E";
        numbers.NegativeInfinitySymbol = "\u200E\u2212\u221E";
        DateTimeFormatInfo dates = culture.DateTimeFormat;
        dates.ShortDatePattern = "d.M.yyyy";
        dates.LongDatePattern = "d. MMMM yyyy";
        dates.ShortTimePattern = "H.mm";
        dates.LongTimePattern = "H.mm.ss";
        dates.DateSeparator = dates.TimeSeparator = ".";
        culture.TextInfo.ListSeparator = ";";
        return CultureInfo.ReadOnly(culture);
    }
}
