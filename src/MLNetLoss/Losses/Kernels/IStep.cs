namespace MLNetLoss.Losses.Kernels;

/// <summary>Names a step of an <see cref="IElementFormula"/>.</summary>
internal interface IStep
{
    /// <summary>The number of steps before it.</summary>
    static abstract int Index { get; }
}

/// <summary>The first step.</summary>
internal readonly struct FirstStep : IStep
{
    public static int Index => 0;
}

/// <summary>The second step.</summary>
internal readonly struct SecondStep : IStep
{
    public static int Index => 1;
}

/// <summary>The third step.</summary>
internal readonly struct ThirdStep : IStep
{
    public static int Index => 2;
}
