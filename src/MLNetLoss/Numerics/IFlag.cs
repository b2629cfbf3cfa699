namespace MLNetLoss.Numerics;

/// <summary>A choice that is made when a kernel is compiled.</summary>
internal interface IFlag
{
    /// <summary>The choice.</summary>
    static abstract bool IsSet { get; }
}

/// <summary>Yes.</summary>
internal readonly struct Yes : IFlag
{
    public static bool IsSet => true;
}

/// <summary>No.</summary>
internal readonly struct No : IFlag
{
    public static bool IsSet => false;
}
