using System.Runtime.CompilerServices;

namespace MLNetLoss.Metrics;

/// <summary>Scores as integers that ascend as the scores descend. -0 and 0 have the same key; infinities sort like other scores.</summary>
internal static class ScoreKey
{
    /// <summary>The key of negative infinity; only that of <see cref="float.NaN"/> is greater.</summary>
    public const uint Last = 0xFF800000;

    /// <summary>The key of a score.</summary>
    /// <param name="score">A score, not NaN.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Descending(float score)
    {
        // Adding 0 turns -0 into 0. The bits of negative numbers already ascend as the numbers descend; those of positive ones must be inverted.
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
