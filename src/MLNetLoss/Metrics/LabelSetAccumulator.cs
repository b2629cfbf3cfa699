using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Metrics;

/// <summary>Counts distinct label sets, identified by a 128-bit hash.</summary>
internal sealed class LabelSetAccumulator
{
    private readonly HashSet<UInt128> _sets = [];

    /// <summary>Number of distinct sets.</summary>
    public int Count => _sets.Count;

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(in ScoredRow row)
    {
        ulong high = 0x9E3779B97F4A7C15, low = 0xC2B2AE3D27D4EB4F;
        for (int label = 0; label < row.LabelCount; label++)
        {
            if (!row.Positive[label])
                continue;
            high = SplitMix.Mix(high, (uint)label + 1UL);
            low = SplitMix.Mix(low, (uint)label + 1UL);
        }

        _sets.Add(new UInt128(high, low));
    }

    /// <summary>Adds the sets of another accumulator.</summary>
    /// <param name="other">The other.</param>
    public void Merge(LabelSetAccumulator other) => _sets.UnionWith(other._sets);
}
