namespace MLNetLoss.Losses.Kernels;

/// <summary>Runs the formula of a user's <see cref="MultiLabelLoss"/>, one element at a time.</summary>
/// <remarks>
/// The formula is not called for elements of weight zero, which include missing ones: it may be undefined at the 0 that stands in for them.
/// </remarks>
/// <param name="loss">The loss.</param>
/// <param name="sigmoidInside">Whether the inputs are logits although the formula takes probabilities.</param>
internal readonly unsafe struct FormulaKernel<T>(MultiLabelLoss loss, bool sigmoidInside) : ILossKernel<T>
    where T : unmanaged
{
    public T? Filler => null;

    public bool Streams => false;

    public double Sum(in Block<T> block)
    {
        double* lanes = stackalloc double[Lanes.Count];
        new Span<double>(lanes, Lanes.Count).Clear();
        for (int i = 0; i < block.Count; i++)
        {
            double weight = Weight(block, i);
            double gradient = 0;
            if (weight != 0)
            {
                lanes[i & (Lanes.Count - 1)] += weight * Element(block, i, out gradient);
            }

            if (block.Destination != null)
            {
                Elements.Write(block.Destination + i, weight * gradient * block.Scale);
            }
        }

        return Lanes.Total(lanes);
    }

    public bool TryStream(in Block<T> block, out double sum)
    {
        sum = 0;
        return false;
    }

    public bool TrySum(in Block<T> block, out double sum)
    {
        sum = 0;
        return false;
    }

    public void Each(in Block<T> block)
    {
        for (int i = 0; i < block.Count; i++)
        {
            double weight = Weight(block, i);
            Elements.Write(block.Destination + i, weight == 0 ? 0 : weight * Element(block, i, out _));
        }
    }

    private double Element(in Block<T> block, int i, out double gradient)
    {
        double x = Elements.Read(block.Input + i);
        double t = (Elements.Read(block.Target + i) * block.Slope) + block.Offset;
        if (!sigmoidInside)
        {
            return loss.ElementLoss(x, t, out gradient);
        }

        // The sigmoid's derivative from exp(-|x|), because p (1 - p) would be zero as soon as p rounds to 1.
        double e = Math.Exp(-Math.Abs(x));
        double probability = (x < 0 ? e : 1) / (1 + e);
        double result = loss.ElementLoss(probability, t, out double derivative);
        gradient = derivative * (e / ((1 + e) * (1 + e)));
        return result;
    }

    private static double Weight(in Block<T> block, int i) => block.Weight == null ? 1 : Elements.Read(block.Weight + i);
}
