using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>A formula applied to one number.</summary>
internal static class Elementwise
{
    /// <summary>The loss and its derivative.</summary>
    public static double LossAndGradient<TFormula>(TFormula formula, double input, double target, out double derivative)
        where TFormula : struct, IElementFormula
    {
        Vec1<double> loss = formula.LossAndGradient(new Vec1<double>(input), new Vec1<double>(target), new Vec1<double>(1), out Vec1<double> gradient);
        derivative = gradient.Value;
        return loss.Value;
    }
}
