using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>A <see cref="VectorKernel{TFormula, T}"/> that sums blocks of floats by <see cref="SignedLoop"/>, if their targets are 0 and 1.</summary>
/// <typeparam name="TFormula">The loss.</typeparam>
/// <typeparam name="TFraction">The cross-entropy that it is computed from.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct SignedKernel<TFormula, TFraction, T>(TFormula formula, VectorWidth width) : ILossKernel<T>
    where TFormula : struct, IElementFormula, ISignedForm
    where TFraction : struct, IProductForm
    where T : unmanaged
{
    private readonly VectorKernel<TFormula, T> _general = new(formula, width);

    /// <summary>The formula.</summary>
    public TFormula Formula => _general.Formula;

    /// <remarks>Beside a high power of a small probability, no loss but zero is negligible. Missing elements must have weight 0.</remarks>
    public T? Filler => null;

    public bool Streams => false;

    public void Each(in Block<T> block) => _general.Each(block);

    public double Sum(in Block<T> block) => _general.Sum(block);

    public bool TryStream(in Block<T> block, out double sum)
    {
        sum = 0;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TrySum(in Block<T> block, out double sum)
    {
        if (typeof(T) != typeof(float) || !Formula.CanSign || block.IsSmoothed)
        {
            sum = 0;
            return false;
        }

        Block<float> floats = Unsafe.As<Block<T>, Block<float>>(ref Unsafe.AsRef(in block));
        return width switch
        {
            VectorWidth.Bits512 => TrySum<Vec512<float>, Vec512<double>>(Formula, floats, out sum),
            VectorWidth.Bits256 => TrySum<Vec256<float>, Vec256<double>>(Formula, floats, out sum),
            VectorWidth.Bits128 => TrySum<Vec128<float>, Vec128<double>>(Formula, floats, out sum),
            _ => TrySum<Vec1<float>, Vec1<double>>(Formula, floats, out sum),
        };
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool TrySum<F, D>(TFormula formula, in Block<float> block, out double sum)
        where F : struct, IVector<F>
        where D : struct, IVector<D>
    {
        byte* memory = stackalloc byte[ProductScratch.Size];
        sum = 0;
        return ProductSteps.LooksHard<F, No>(block) && SignedLoop.TrySum<TFormula, TFraction, F, D>(formula, block, new(memory), out sum);
    }
}
