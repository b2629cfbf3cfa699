using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The kernels of the two forms of binary cross-entropy, at the CPU's best vector width.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal static class BinaryCrossEntropyKernels<T>
    where T : unmanaged
{
    /// <summary>From logits.</summary>
    public static ProductKernel<LogitFormula, T> Logits => new(default, VectorWidths.Best);

    /// <summary>From probabilities.</summary>
    public static ProductKernel<ProbabilityFormula, T> Probabilities => new(default, VectorWidths.Best);
}
