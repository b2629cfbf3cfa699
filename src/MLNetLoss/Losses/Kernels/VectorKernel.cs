using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Runs a formula over blocks, at a given vector width.</summary>
/// <remarks>
/// Sums and gradients are computed in double, for floats with the shorter functions of <see cref="ShortElementary"/>. So are element losses, except
/// those of floats with hard targets and no weights: a soft target adds rounded terms, and a weight may scale up a loss that was subnormal, either
/// of which would cost more than 2 ulp in single precision.
/// Each loop runs a single step of the formula, is optimised on its first call and is not inlined into its caller. With more than a step in it the
/// JIT's inlining budget would run out half-way, and the calls left over would make the loop five to eight times slower.
/// </remarks>
internal readonly unsafe struct VectorKernel<TFormula, T>(TFormula formula, VectorWidth width) : ILossKernel<T>
    where TFormula : struct, IElementFormula
    where T : unmanaged
{
    /// <summary>The most steps of a formula before the last.</summary>
    private const int MaxSteps = 3;

    /// <summary>The number of elements that go through one step before the next step begins; few enough for the first-level cache.</summary>
    private const int Chunk = 512;

    /// <summary>The formula.</summary>
    public TFormula Formula { get; } = formula;

    public T? Filler => null;

    public bool Streams => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Sum(in Block<T> block) => typeof(T) == typeof(float) ? Sum<No>(block) : Sum<Yes>(block);

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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Each(in Block<T> block)
    {
        if (typeof(T) == typeof(float) && TFormula.SingleIsEnough && block.TargetsAreHard && block.IsUnweighted && !block.IsSmoothed)
        {
            Each<Vec512<float>, Vec256<float>, Vec128<float>, Vec1<float>, Yes>(block);
        }
        else if (typeof(T) == typeof(float))
        {
            Each<Vec512<double>, Vec256<double>, Vec128<double>, Vec1<double>, No>(block);
        }
        else
        {
            Each<Vec512<double>, Vec256<double>, Vec128<double>, Vec1<double>, Yes>(block);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Each<V512, V256, V128, V1, TExact>(in Block<T> block)
        where V512 : struct, IVector<V512>
        where V256 : struct, IVector<V256>
        where V128 : struct, IVector<V128>
        where V1 : struct, IVector<V1>
        where TExact : struct, IFlag
    {
        int done = width switch
        {
            VectorWidth.Bits512 => Each<V512, TExact>(Formula, block, 0),
            VectorWidth.Bits256 => Each<V256, TExact>(Formula, block, 0),
            VectorWidth.Bits128 => Each<V128, TExact>(Formula, block, 0),
            _ => 0,
        };
        Each<V1, TExact>(Formula, block, done);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Sum<TExact>(in Block<T> block)
        where TExact : struct, IFlag => block.Destination == null ? Sum<TExact, No>(block) : Sum<TExact, Yes>(block);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Sum<TExact, TGradient>(in Block<T> block)
        where TExact : struct, IFlag
        where TGradient : struct, IFlag
    {
        double* lanes = stackalloc double[Lanes.Count];
        new Span<double>(lanes, Lanes.Count).Clear();
        int done = width switch
        {
            VectorWidth.Bits512 => Sum<TExact, TGradient, Vec512<double>>(Formula, block, lanes, 0),
            VectorWidth.Bits256 => Sum<TExact, TGradient, Vec256<double>>(Formula, block, lanes, 0),
            VectorWidth.Bits128 => Sum<TExact, TGradient, Vec128<double>>(Formula, block, lanes, 0),
            _ => 0,
        };
        Sum<TExact, TGradient, Vec1<double>>(Formula, block, lanes, done);
        return Lanes.Total(lanes);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Sum<TExact, TGradient, V>(TFormula formula, in Block<T> block, double* lanes, int from)
        where TExact : struct, IFlag
        where TGradient : struct, IFlag
        where V : struct, IVector<V>
    {
        double* steps = stackalloc double[MaxSteps * Chunk];
        int end = block.Count & -V.Count;
        for (int i = from; i < end; i += Chunk)
        {
            int stop = Math.Min(i + Chunk, end);
            TakeSteps<V, TExact>(formula, block, steps, i, stop);
            Sum<TGradient, V>(formula, block, steps, lanes, i, stop);
        }

        return end;
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Each<V, TExact>(TFormula formula, in Block<T> block, int from)
        where V : struct, IVector<V>
        where TExact : struct, IFlag
    {
        double* steps = stackalloc double[MaxSteps * Chunk];
        int end = block.Count & -V.Count;
        for (int i = from; i < end; i += Chunk)
        {
            int stop = Math.Min(i + Chunk, end);
            TakeSteps<V, TExact>(formula, block, steps, i, stop);
            Each<V>(formula, block, steps, i, stop);
        }

        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TakeSteps<V, TExact>(TFormula formula, in Block<T> block, double* steps, int from, int to)
        where V : struct, IVector<V>
        where TExact : struct, IFlag
    {
        if (TFormula.Steps > 0)
        {
            Step<V, FirstStep, TExact>(formula, block, steps, from, to);
        }

        if (TFormula.Steps > 1)
        {
            Step<V, SecondStep, TExact>(formula, block, steps, from, to);
        }

        if (TFormula.Steps > 2)
        {
            Step<V, ThirdStep, TExact>(formula, block, steps, from, to);
        }
    }

    /// <summary>The results of a step for the elements at the pointer; default if the formula has no such step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Read<V, TStep>(double* steps)
        where V : struct, IVector<V>
        where TStep : struct, IStep =>
        TFormula.Steps > TStep.Index ? Unsafe.ReadUnaligned<V>(steps + (TStep.Index * Chunk)) : default;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Step<V, TStep, TExact>(TFormula formula, in Block<T> block, double* steps, int from, int to)
        where V : struct, IVector<V>
        where TStep : struct, IStep
        where TExact : struct, IFlag
    {
        V slope = V.Create(block.Slope);
        V offset = V.Create(block.Offset);
        T* input = block.Input;
        T* target = block.Target;
        for (int i = from; i < to; i += V.Count, steps += V.Count)
        {
            V x = Elements.Load<T, V>(input + i);
            V t = V.FusedMultiplyAdd(Elements.Load<T, V>(target + i), slope, offset);
            if (typeof(TStep) == typeof(FirstStep))
            {
                // The next block begins with range checks, which have too little work of their own to hide the latency of memory.
                Elements.Prefetch(input + i + Block<T>.MaxCount);
                Elements.Prefetch(target + i + Block<T>.MaxCount);
            }

            V first = TStep.Index > 0 ? Read<V, FirstStep>(steps) : default;
            Unsafe.WriteUnaligned(steps + (TStep.Index * Chunk), formula.Step<V, TStep, TExact>(x, t, first));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Sum<TGradient, V>(TFormula formula, in Block<T> block, double* steps, double* lanes, int from, int to)
        where TGradient : struct, IFlag
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V slope = V.Create(block.Slope);
        V offset = V.Create(block.Offset);
        V scale = V.Create(block.Scale);
        for (int i = from; i < to; i += V.Count, steps += V.Count)
        {
            V x = Elements.Load<T, V>(block.Input + i);
            V t = V.FusedMultiplyAdd(Elements.Load<T, V>(block.Target + i), slope, offset);
            V weight = block.Weight == null ? one : Elements.Load<T, V>(block.Weight + i);
            V posWeight = block.PosWeight == null ? one : Elements.Load<T, V>(block.PosWeight + i);
            V first = Read<V, FirstStep>(steps);
            V second = Read<V, SecondStep>(steps);
            V third = Read<V, ThirdStep>(steps);
            V loss;
            if (TGradient.IsSet)
            {
                loss = formula.LossAndGradient(x, t, posWeight, first, second, third, out V gradient);
                Elements.Store(gradient * weight * scale, block.Destination + i);
            }
            else
            {
                loss = formula.Loss(x, t, posWeight, first, second, third);
            }

            if (block.Weight != null)
            {
                loss = ZeroIfInfinite(loss, weight);
            }

            double* lane = lanes + (i & (Lanes.Count - 1));
            V.FusedMultiplyAdd(loss, weight, V.Load(lane)).Store(lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Each<V>(TFormula formula, in Block<T> block, double* steps, int from, int to)
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V slope = V.Create(block.Slope);
        V offset = V.Create(block.Offset);
        for (int i = from; i < to; i += V.Count, steps += V.Count)
        {
            V x = Elements.Load<T, V>(block.Input + i);
            V t = V.FusedMultiplyAdd(Elements.Load<T, V>(block.Target + i), slope, offset);
            V posWeight = block.PosWeight == null ? one : Elements.Load<T, V>(block.PosWeight + i);
            V loss = formula.Loss(x, t, posWeight, Read<V, FirstStep>(steps), Read<V, SecondStep>(steps), Read<V, ThirdStep>(steps));
            if (block.Weight != null)
            {
                V weight = Elements.Load<T, V>(block.Weight + i);
                loss = ZeroIfInfinite(loss, weight) * weight;
            }

            Elements.Store(loss, block.Destination + i);
        }
    }

    /// <summary>The loss; 0 if it is infinite and its weight 0, so that their product is the limit and not NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ZeroIfInfinite<V>(V loss, V weight)
        where V : struct, IVector<V> =>
        V.AndNot(loss, V.And(V.Equal(weight, V.Create(0)), V.Equal(loss, V.Create(double.PositiveInfinity))));
}
