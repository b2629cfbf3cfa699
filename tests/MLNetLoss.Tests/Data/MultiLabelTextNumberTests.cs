using System.Globalization;
using System.Text;
using CsCheck;
using MLNetLoss.Data;

namespace MLNetLoss.Tests.Data;

/// <summary>Numbers against the platform's own correctly rounding parser.</summary>
[TestClass]
public class MultiLabelTextNumberTests
{
    [TestMethod]
    [DataRow("0")]
    [DataRow("-0")]
    [DataRow("+1.5")]
    [DataRow("5.")]
    [DataRow(".5")]
    [DataRow("1e38")]
    [DataRow("3.4028235e38")]
    [DataRow("3.4028236e38")]
    [DataRow("1e-45")]
    [DataRow("7e-46")]
    [DataRow("1e-99999999999999999999")]
    [DataRow("1e99999999999999999999")]
    [DataRow("0e99999999999999999999")]
    [DataRow("16777217")]
    [DataRow("16777217.0000001")]
    [DataRow("16777216.9999999")]
    [DataRow("9007199791611905")]
    [DataRow("9007199254740993")]
    [DataRow("90071992547409930000")]
    [DataRow("0.00000000000000000000000000000001175494350822287508")]
    [DataRow("1.00000005960464477539062500001")]
    [DataRow("1.00000005960464477539062499999")]
    [DataRow("1.000000059604644775390625")]
    public void Values_are_rounded_as_the_platform_does(string text)
    {
        Assert.AreEqual(text.Length, MultiLabelTextNumber.ReadSingle(Encoding.ASCII.GetBytes(text + " "), out float value));
        Assert.AreEqual(
            BitConverter.SingleToInt32Bits(float.Parse(text, CultureInfo.InvariantCulture)), BitConverter.SingleToInt32Bits(value));
    }

    [TestMethod]
    public void Any_finite_single_survives_writing_and_reading() => Gen.Single.Where(float.IsFinite).Sample(
        value => SameBits(value, Read(value.ToString(CultureInfo.InvariantCulture))), iter: 100_000);

    [TestMethod]
    public void Any_decimal_is_rounded_as_the_platform_does() => Gen.Select(Gen.Long, Gen.Int[-40, 40], Gen.Int[0, 18])
        .Select((mantissa, exponent, shift) => FormattableString.Invariant(
            $"{mantissa / Math.Max(1, (long)Math.Pow(10, shift))}e{exponent}"))
        .Sample(text => SameBits(float.Parse(text, CultureInfo.InvariantCulture), Read(text)), iter: 100_000);

    [TestMethod]
    [DataRow("")]
    [DataRow("-")]
    [DataRow(".")]
    [DataRow("-.e1")]
    [DataRow("1e")]
    [DataRow("1e+")]
    [DataRow("e1")]
    [DataRow("nan")]
    [DataRow("x")]
    public void What_is_no_number_is_refused(string text) =>
        Assert.AreEqual(0, MultiLabelTextNumber.ReadSingle(Encoding.ASCII.GetBytes(text + "\n"), out _));

    private static bool SameBits(float expected, float actual) =>
        BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual);

    private static float Read(string text) =>
        MultiLabelTextNumber.ReadSingle(Encoding.ASCII.GetBytes(text + "\n"), out float value) == text.Length ? value : float.NaN;
}
