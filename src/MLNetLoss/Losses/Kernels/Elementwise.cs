using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Evaluates a formula at a single element.</summary>
internal static class Elementwise
{
    /// <summary>The loss and its derivative in the input.</summary>
    public static double LossAndGradient<TFormula>(TFormula formula, double input, double target, out double derivative)
        where TFormula : struct, IElementFormula
    {
        Vec1<double> x = new(input);
        Vec1<double> t = new(target);
        Vec1<double> first = default;
        Vec1<double> second = default;
        Vec1<double> third = default;
        if (TFormula.Steps > 0)
        {
            first = formula.Step<Vec1<double>, FirstStep, Yes>(x, t, first);
        }

        if (TFormula.Steps > 1)
        {
            second = formula.Step<Vec1<double>, SecondStep, Yes>(x, t, first);
        }

        if (TFormula.Steps > 2)
        {
            third = formula.Step<Vec1<double>, ThirdStep, Yes>(x, t, first);
        }

        Vec1<double> loss = formula.LossAndGradient(x, t, new Vec1<double>(1), first, second, third, out Vec1<double> gradient);
        derivative = gradient.Value;
        return loss.Value;
    }
}
