using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The kernel of the asymmetric loss, its parameters checked.</summary>
internal static class AsymmetricKernels
{
    /// <summary>The reference implementation's least argument of a logarithm.</summary>
    public const double Epsilon = 1e-8;

    /// <summary>From logits.</summary>
    public static VectorKernel<AsymmetricFormula, T> Logits<T>(double gammaNegative, double gammaPositive, double clip, bool differentiatesFocus = true)
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
