using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace MLNetLoss.Data;

/// <summary>Reads decimal numbers from ASCII bytes, correctly rounded to single precision.</summary>
internal static class MultiLabelTextNumber
{
    private const ulong LargestExact = 1UL << 53;

    /// <summary>The powers of ten that are exact in double precision.</summary>
    private static readonly double[] s_powers =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>
    /// Reads an index: digits only. An index beyond 32 bits is <see cref="long.MaxValue"/>; without any digit, -1.
    /// </summary>
    /// <param name="text">The bytes; a byte that is not a digit must follow.</param>
    /// <param name="position">The start of the index; afterwards its end.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long ReadIndex(byte[] text, ref int position)
    {
        int start = position;
        int p = start;
        long index = 0;
        for (uint digit; (digit = (uint)text[p] - '0') <= 9; p++)
        {
            index = (index * 10) + digit;
            if (index > int.MaxValue)
                index = long.MaxValue / 16;
        }

        position = p;
        return p == start ? -1 : index > int.MaxValue ? long.MaxValue : index;
    }

    /// <summary>Reads a value: an optional sign, digits with an optional point, an optional exponent.</summary>
    /// <param name="text">The bytes; one that is not part of a number must follow.</param>
    /// <param name="value">The value; infinite if beyond single precision, NaN if the bytes are not a finite number.</param>
    /// <returns>The length of the number; 0 if the bytes are not a number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int ReadSingle(ReadOnlySpan<byte> text, out float value)
    {
        value = float.NaN;
        int p = text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        ulong mantissa = 0;
        int exponent = 0;
        int digits = -p;
        bool exact = true;
        for (uint digit; (digit = (uint)text[p] - '0') <= 9; p++)
            exact &= TakeDigit(ref mantissa, digit);
        digits += p;
        if (text[p] == '.')
        {
            int point = ++p;
            for (uint digit; (digit = (uint)text[p] - '0') <= 9; p++)
                exact &= TakeDigit(ref mantissa, digit);
            digits += p - point;
            exponent = point - p;
        }

        if (digits == 0)
            return 0;
        if ((text[p] | 0x20) == 'e')
        {
            int start = ++p;
            if (text[p] is (byte)'-' or (byte)'+')
                p++;
            int first = p;
            while ((uint)text[p] - '0' <= 9)
                p++;
            if (p == first)
                return 0;
            exact &= Utf8Parser.TryParse(text[start..p], out int written, out int used) && used == p - start
                && Math.Abs((long)written) < 1000;
            exponent += exact ? written : 0;
        }

        value = exact && mantissa <= LargestExact && exponent is >= -22 and <= 22
            && TryScale(mantissa, exponent, text[0] == '-', out float quick)
            ? quick
            : float.Parse(text[..p], NumberStyles.Float, CultureInfo.InvariantCulture);
        return p;
    }

    /// <summary>Whether the bytes spell NaN or an infinity, as C and .NET write them.</summary>
    /// <param name="text">The bytes.</param>
    public static bool IsNotFiniteWord(ReadOnlySpan<byte> text)
    {
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
            text = text[1..];
        return text.Length >= 3 && (Ascii.EqualsIgnoreCase(text[..3], "nan"u8) || Ascii.EqualsIgnoreCase(text[..3], "inf"u8));
    }

    /// <summary>Whether the mantissa still holds every digit.</summary>
    private static bool TakeDigit(ref ulong mantissa, uint digit)
    {
        if (mantissa > LargestExact)
            return false;
        mantissa = (mantissa * 10) + digit;
        return true;
    }

    /// <summary>
    /// mantissa * 10^exponent with one rounding to double, since both factors are exact (W. D. Clinger, How to read floating point numbers
    /// accurately, 1990), and one more to single. The two equal one rounding unless the double lies halfway between two singles.
    /// All results are normal singles: 1e-22 is the smallest, 9e37 the largest.
    /// </summary>
    private static bool TryScale(ulong mantissa, int exponent, bool negative, out float value)
    {
        double scaled = exponent < 0 ? mantissa / s_powers[-exponent] : mantissa * s_powers[exponent];
        value = (float)(negative ? -scaled : scaled);
        return (BitConverter.DoubleToInt64Bits(scaled) & 0x1FFF_FFFF) != 0x1000_0000;
    }
}
