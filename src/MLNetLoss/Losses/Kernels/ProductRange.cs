using System.Runtime.CompilerServices;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Between what the inputs of a block lie. Of inputs that are NaN nothing is said.</summary>
internal struct ProductRange()
{
    public float Lowest = float.MaxValue;
    public float Highest = float.MinValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Include(float value)
    {
        if (value < Lowest)
        {
            Lowest = value;
        }

        if (value > Highest)
        {
            Highest = value;
        }
    }
}
