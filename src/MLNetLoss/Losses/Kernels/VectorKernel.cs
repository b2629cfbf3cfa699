using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Runs a formula over blocks at a given width.</summary>
/// <remarks>
/// Sums and gradients are computed in double throughout. So are element losses but those of floats that are neither soft nor weighted:
/// there a sum of rounded terms, or a weight on a loss that has left the range of normal floats, would cost more than 2 ulp.
/// The loops are compiled fully at once and not inlined into their callers: there the compiler's budget for inlining would run out in
/// the middle of a formula, which costs a factor of ten.
/// </remarks>
internal readonly unsafe struct VectorKernel<TFormula, T>(TFormula formula, VectorWidth width) : ILossKernel<T>
    where TFormula : struct, IElementFormula
    where T : unmanaged
{
    /// <summary>The formula.</summary>
    public TFormula Formula { get; } = formula;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Sum(in Block<T> block) => block.Destination == null ? Sum<No>(block) : Sum<Yes>(block);

    public bool TrySum(in Block<T> block, out double sum)
    {
        sum = 0;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Each(in Block<T> block)
    {
        if (typeof(T) == typeof(float) && TFormula.SingleIsEnough && block.TargetsAreHard && block.IsPlain)
        {
            int done = width switch
            {
                VectorWidth.Bits512 => Each<Vec512<float>>(Formula, block, 0),
                VectorWidth.Bits256 => Each<Vec256<float>>(Formula, block, 0),
                VectorWidth.Bits128 => Each<Vec128<float>>(Formula, block, 0),
                _ => 0,
            };
            Each<Vec1<float>>(Formula, block, done);
        }
        else
        {
            int done = width switch
            {
                VectorWidth.Bits512 => Each<Vec512<double>>(Formula, block, 0),
                VectorWidth.Bits256 => Each<Vec256<double>>(Formula, block, 0),
                VectorWidth.Bits128 => Each<Vec128<double>>(Formula, block, 0),
                _ => 0,
            };
            Each<Vec1<double>>(Formula, block, done);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Sum<TGradient>(in Block<T> block)
        where TGradient : struct, IFlag
    {
        double* lanes = stackalloc double[Lanes.Count];
        new Span<double>(lanes, Lanes.Count).Clear();
        int done = width switch
        {
            VectorWidth.Bits512 => Sum<TGradient, Vec512<double>>(Formula, block, lanes, 0),
            VectorWidth.Bits256 => Sum<TGradient, Vec256<double>>(Formula, block, lanes, 0),
            VectorWidth.Bits128 => Sum<TGradient, Vec128<double>>(Formula, block, lanes, 0),
            _ => 0,
        };
        Sum<TGradient, Vec1<double>>(Formula, block, lanes, done);
        return Lanes.Total(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Sum<TGradient, V>(TFormula formula, in Block<T> block, double* lanes, int from)
        where TGradient : struct, IFlag
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V slope = V.Create(block.Slope);
        V offset = V.Create(block.Offset);
        V scale = V.Create(block.Scale);
        int i = from;
        for (; i <= block.Count - V.Count; i += V.Count)
        {
            V x = Elements.Load<T, V>(block.Input + i);
            V t = V.FusedMultiplyAdd(Elements.Load<T, V>(block.Target + i), slope, offset);
            V weight = block.Weight == null ? one : Elements.Load<T, V>(block.Weight + i);
            V posWeight = block.PosWeight == null ? one : Elements.Load<T, V>(block.PosWeight + i);
            V loss;
            if (TGradient.IsSet)
            {
                loss = formula.LossAndGradient(x, t, posWeight, out V gradient);
                Elements.Store(gradient * weight * scale, block.Destination + i);
            }
            else
            {
                loss = formula.Loss(x, t, posWeight);
            }

            double* lane = lanes + (i & (Lanes.Count - 1));
            V.FusedMultiplyAdd(loss, weight, V.Load(lane)).Store(lane);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Each<V>(TFormula formula, in Block<T> block, int from)
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V slope = V.Create(block.Slope);
        V offset = V.Create(block.Offset);
        int i = from;
        for (; i <= block.Count - V.Count; i += V.Count)
        {
            V x = Elements.Load<T, V>(block.Input + i);
            V t = V.FusedMultiplyAdd(Elements.Load<T, V>(block.Target + i), slope, offset);
            V posWeight = block.PosWeight == null ? one : Elements.Load<T, V>(block.PosWeight + i);
            V loss = formula.Loss(x, t, posWeight);
            if (block.Weight != null)
            {
                loss *= Elements.Load<T, V>(block.Weight + i);
            }

            Elements.Store(loss, block.Destination + i);
        }

        return i;
    }
}
