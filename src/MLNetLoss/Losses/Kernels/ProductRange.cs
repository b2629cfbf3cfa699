namespace MLNetLoss.Losses.Kernels;

/// <summary>The least and the greatest number of a block. Numbers that are NaN may or may not show.</summary>
internal readonly record struct ProductRange(float Lowest, float Highest);
