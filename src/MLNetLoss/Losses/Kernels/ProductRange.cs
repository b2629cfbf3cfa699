namespace MLNetLoss.Losses.Kernels;

/// <summary>Between what the numbers of a block lie. Of those that are NaN nothing is said.</summary>
internal readonly record struct ProductRange(float Lowest, float Highest);
