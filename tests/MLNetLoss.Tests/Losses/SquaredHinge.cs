using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>A user's loss of logits.</summary>
internal sealed class SquaredHinge() : MultiLabelLoss(Reduction.Mean)
{
    protected internal override double ElementLoss(double input, double target, out double derivative)
    {
        double sign = (2 * target) - 1;
        double gap = Math.Max(0, 1 - (sign * input));
        derivative = -2 * sign * gap;
        return gap * gap;
    }
}
