namespace MLNetLoss.Losses.Kernels;

/// <summary>How a form streams: it assumes ordinary inputs and targets of 0 and 1, and whether that was so shows in the end.</summary>
/// <param name="Product">The number of elements in a product: a divisor of those of a lane in a block, and at least four times <see cref="ProductScratch.ShortestProduct"/>.</param>
/// <param name="LeastMean">A smaller mean has lost digits that only the careful variants keep.</param>
/// <param name="GreatestInput">Replaces greater signed inputs and NaN, and makes the sum NaN, which gives them away.</param>
internal readonly record struct ProductStream(int Product, double LeastMean, float GreatestInput);
