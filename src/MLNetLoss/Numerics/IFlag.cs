namespace MLNetLoss.Numerics;

/// <summary>A flag that is known when a kernel is compiled.</summary>
internal interface IFlag
{
    /// <summary>Whether the flag is set.</summary>
    static abstract bool IsSet { get; }
}

/// <summary>The flag is set.</summary>
internal readonly struct Yes : IFlag
{
    public static bool IsSet => true;
}

/// <summary>The flag is not set.</summary>
internal readonly struct No : IFlag
{
    public static bool IsSet => false;
}
