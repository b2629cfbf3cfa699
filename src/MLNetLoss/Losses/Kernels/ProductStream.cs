namespace MLNetLoss.Losses.Kernels;

/// <summary>How a form streams blocks: it assumes ordinary inputs and targets of 0 and 1, and whether that was so shows in the end.</summary>
/// <param name="Product">The number of elements in a product.</param>
/// <param name="LeastSum">A smaller sum has lost digits that only the careful variants keep.</param>
/// <param name="GreatestInput">Replaces greater signed inputs and NaN, and makes the sum NaN, which gives them away.</param>
internal readonly record struct ProductStream(int Product, double LeastSum, float GreatestInput);
