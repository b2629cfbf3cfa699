using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Creates the kernels of the focal loss from checked parameters.</summary>
internal static class FocalKernels
{
    /// <summary>From logits.</summary>
    public static SignedKernel<FocalFormula, LogitFormula, T> Logits<T>(double alpha, double gamma)
        where T : unmanaged
    {
        Check(alpha, gamma);
        return new(new FocalFormula(gamma, Positive(alpha), Negative(alpha)), VectorWidths.Best);
    }

    /// <summary>From probabilities.</summary>
    public static SignedKernel<FocalProbabilityFormula, ProbabilityFormula, T> Probabilities<T>(double alpha, double gamma)
        where T : unmanaged
    {
        Check(alpha, gamma);
        return new(new FocalProbabilityFormula(gamma, Positive(alpha), Negative(alpha)), VectorWidths.Best);
    }

    /// <summary>Throws when a parameter is out of its range.</summary>
    public static void Check(double alpha, double gamma)
    {
        if (!(alpha <= 1))
        {
            Faults.Throw(nameof(alpha), $"alpha is {alpha}; it must be in [0, 1], or negative to turn balancing off.");
        }

        CheckExponent(gamma, nameof(gamma));
    }

    /// <summary>Throws when an exponent is out of its range.</summary>
    public static void CheckExponent(double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value)))
        {
            Faults.Throw(name, $"{name} is {value}; it must be finite and not negative.");
        }
    }

    private static double Positive(double alpha) => alpha < 0 ? 1 : alpha;

    private static double Negative(double alpha) => alpha < 0 ? 1 : 1 - alpha;
}
