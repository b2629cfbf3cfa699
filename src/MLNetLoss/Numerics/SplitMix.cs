namespace MLNetLoss.Numerics;

/// <summary>The generator SplitMix64 (Steele, Lea and Flood, 2014): the same numbers on every machine and version.</summary>
/// <param name="seed">The seed.</param>
internal struct SplitMix(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>The next number.</summary>
    public ulong Next()
    {
        ulong number = Mix(_state, 1);
        _state += Step;
        return number;
    }

    /// <summary>A number in [0, bound), uniformly distributed to within 2^-32.</summary>
    /// <param name="bound">The bound, above 0.</param>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>The number at a position in a seed's sequence, without computing those before it.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="place">The position, counted from 1.</param>
    public static ulong Mix(ulong seed, ulong place)
    {
        ulong value = seed + (place * Step);
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
