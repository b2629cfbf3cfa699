using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Creates the kernel of the asymmetric loss from checked parameters.</summary>
internal static class AsymmetricKernels
{
    /// <summary>The lower bound of a logarithm's argument in the reference implementation.</summary>
    public const double Epsilon = 1e-8;

    /// <summary>From logits.</summary>
    public static SignedKernel<AsymmetricFormula, LogitFormula, T> Logits<T>(double gammaNegative, double gammaPositive, double clip, bool differentiatesFocus = true)
        where T : unmanaged
    {
        FocalKernels.CheckExponent(gammaNegative, nameof(gammaNegative));
        FocalKernels.CheckExponent(gammaPositive, nameof(gammaPositive));
        if (!(clip is >= 0 and < 1))
        {
            Faults.Throw(nameof(clip), $"clip is {clip}; it must be in [0, 1).");
        }

        return new(new AsymmetricFormula(gammaNegative, gammaPositive, clip, Epsilon, differentiatesFocus), VectorWidths.Best);
    }
}
