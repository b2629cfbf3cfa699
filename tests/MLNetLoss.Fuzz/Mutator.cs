using System.Buffers.Binary;
using System.Text;

namespace MLNetLoss.Fuzz;

/// <summary>
/// Damages inputs of any format: bytes flipped, cut, repeated, moved, joined with another input's, tokens of the format put where they do
/// not belong, numbers driven to their extremes. What comes out depends on the random numbers alone.
/// </summary>
/// <param name="corpus">Sound inputs to begin with.</param>
/// <param name="tokens">What the format is made of, and what resembles it.</param>
/// <param name="longest">No input grows beyond so many bytes.</param>
internal sealed class Mutator(IReadOnlyList<byte[]> corpus, IReadOnlyList<byte[]> tokens, int longest)
{
    private static readonly string[] s_numbers =
    [
        "0", "-0", "1", "-1", "2", "255", "65536", "1048576", "1048577", "2147483647", "2147483648", "-2147483648", "4294967296",
        "9223372036854775807", "18446744073709551616", "99999999999999999999999", "0.5", "1e-50", "1e38", "1e39", "1e999999999", "-1e400", "NaN",
        "Infinity", "-inf", "0x10", "1_000", "+1", "1.", ".5", "1e", "00000000000000000000000000001",
    ];

    private static readonly long[] s_integers =
        [0, 1, -1, 2, 127, 128, 255, 32767, 65536, 1 << 20, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];

    /// <summary>Makes one input.</summary>
    /// <param name="random">What chance says.</param>
    public byte[] Next(Random random)
    {
        List<byte> input = [.. Pick(corpus, random)];
        // Mostly few changes, so that what comes after the first fault is reached too.
        int changes = random.Next(20) == 0 ? 0 : 1 + (int)(-2.5 * Math.Log(1 - random.NextDouble()));
        for (; changes > 0; changes--)
        {
            Change(input, random);
            if (input.Count > longest)
                input.RemoveRange(longest, input.Count - longest);
        }

        return [.. input];
    }

    private void Change(List<byte> input, Random random)
    {
        int at = random.Next(input.Count + 1);
        int length = Math.Min(random.Next(8) == 0 ? random.Next(input.Count + 1) : random.Next(1, 9), input.Count - at);
        switch (random.Next(12))
        {
            case 0 when at < input.Count:
                input[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < input.Count:
                input[at] = (byte)random.Next(256);
                break;
            case 2:
                input.RemoveRange(at, length);
                break;
            case 3:
                input.RemoveRange(at, input.Count - at);
                break;
            case 4:
                Insert(input, random.Next(input.Count + 1), input.GetRange(at, length), 1);
                break;
            case 5:
                Insert(input, at, input.GetRange(at, length), 1 << random.Next(10));
                break;
            case 6:
                input.InsertRange(at, Pick(tokens, random));
                break;
            case 7:
                input.RemoveRange(at, length);
                input.InsertRange(at, Pick(tokens, random));
                break;
            case 8:
                byte[] other = Pick(corpus, random);
                input.RemoveRange(at, input.Count - at);
                input.AddRange(other[random.Next(other.Length + 1)..]);
                break;
            case 9:
                ReplaceNumber(input, at, random);
                break;
            case 10:
                ReplaceInteger(input, at, random);
                break;
            default:
                List<byte> moved = input.GetRange(at, length);
                input.RemoveRange(at, length);
                input.InsertRange(random.Next(input.Count + 1), moved);
                break;
        }
    }

    private void Insert(List<byte> input, int at, List<byte> piece, int times)
    {
        for (; times > 0 && input.Count < longest; times--)
            input.InsertRange(at, piece);
    }

    /// <summary>Puts an extreme number in the place of the first one written in digits from a place on.</summary>
    private static void ReplaceNumber(List<byte> input, int at, Random random)
    {
        int start = at < input.Count ? input.FindIndex(at, value => char.IsAsciiDigit((char)value)) : -1;
        if (start < 0)
            return;
        int end = input.FindIndex(start, value => !char.IsAsciiDigit((char)value));
        input.RemoveRange(start, (end < 0 ? input.Count : end) - start);
        input.InsertRange(start, Encoding.ASCII.GetBytes(Pick(s_numbers, random)));
    }

    /// <summary>Puts an extreme number, or one near what is there, in the place of a whole number in binary.</summary>
    private static void ReplaceInteger(List<byte> input, int at, Random random)
    {
        int size = 1 << random.Next(4);
        if (at + size > input.Count)
            return;
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        if (random.Next(2) == 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, Pick(s_integers, random));
        }
        else
        {
            for (int i = 0; i < size; i++)
                bytes[i] = input[at + i];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, BinaryPrimitives.ReadInt64LittleEndian(bytes) + random.Next(-3, 4));
        }

        for (int i = 0; i < size; i++)
            input[at + i] = bytes[i];
    }

    private static T Pick<T>(IReadOnlyList<T> items, Random random) => items[random.Next(items.Count)];
}
