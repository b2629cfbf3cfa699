namespace MLNetLoss.Losses.Kernels;

/// <summary>Which of the steps of a formula.</summary>
internal interface IStep
{
    /// <summary>How many are before it.</summary>
    static abstract int Index { get; }
}

/// <summary>The first.</summary>
internal readonly struct FirstStep : IStep
{
    public static int Index => 0;
}

/// <summary>The second.</summary>
internal readonly struct SecondStep : IStep
{
    public static int Index => 1;
}

/// <summary>The third.</summary>
internal readonly struct ThirdStep : IStep
{
    public static int Index => 2;
}
