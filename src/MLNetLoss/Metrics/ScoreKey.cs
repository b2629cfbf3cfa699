using System.Runtime.CompilerServices;

namespace MLNetLoss.Metrics;

/// <summary>Scores as whole numbers that sort ascending when the scores descend; -0 and 0 are one key, infinities have their place.</summary>
internal static class ScoreKey
{
    /// <summary>The key of negative infinity, behind which lies only that of <see cref="float.NaN"/>.</summary>
    public const uint Last = 0xFF800000;

    /// <summary>The key of a score.</summary>
    /// <param name="score">A score, not NaN.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Descending(float score)
    {
        // Adding 0 turns -0 into 0. Negative numbers grow in magnitude with their bits, positive ones shrink once inverted.
        int bits = BitConverter.SingleToInt32Bits(score + 0f);
        return (uint)(bits ^ (~(bits >> 31) & int.MaxValue));
    }

    /// <summary>The score of a key.</summary>
    /// <param name="key">A key made by <see cref="Descending"/>.</param>
    public static float Score(uint key)
    {
        int bits = (int)key;
        return BitConverter.Int32BitsToSingle(bits ^ (~(bits >> 31) & int.MaxValue));
    }
}
