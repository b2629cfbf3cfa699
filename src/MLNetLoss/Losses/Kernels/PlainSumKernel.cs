using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>A <see cref="VectorKernel{TFormula, T}"/> whose unweighted blocks take the formula's faster sum where it holds.</summary>
internal readonly unsafe struct PlainSumKernel<TFormula, T>(TFormula formula, VectorWidth width) : ILossKernel<T>
    where TFormula : struct, IElementFormula, IPlainSum
    where T : unmanaged
{
    private readonly VectorKernel<TFormula, T> _general = new(formula, width);

    public void Each(in Block<T> block) => _general.Each(block);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Sum(in Block<T> block)
    {
        if (typeof(T) != typeof(float)
            || !block.IsPlain
            || !(block.TargetsAreHard || TFormula.TakesSoftTargets)
            || !TFormula.TakesInputs((float*)block.Input, block.Count))
        {
            return _general.Sum(block);
        }

        return (block.Destination == null, block.TargetsAreHard) switch
        {
            (true, true) => Plain<No, Yes>(block),
            (true, false) => Plain<No, No>(block),
            (false, true) => Plain<Yes, Yes>(block),
            (false, false) => Plain<Yes, No>(block),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Plain<TGradient, THard>(in Block<T> block)
        where TGradient : struct, IFlag
        where THard : struct, IFlag
    {
        double* lanes = stackalloc double[3 * Lanes.Count];
        new Span<double>(lanes, 3 * Lanes.Count).Clear();
        new Span<double>(lanes + Lanes.Count, Lanes.Count).Fill(1);

        int done = 0;
        while (done < block.Count)
        {
            int end = (int)Math.Min((long)done + (TFormula.FlushInterval * Lanes.Count), block.Count);
            done = width switch
            {
                VectorWidth.Bits512 => StepOne<TGradient, THard, Vec512<double>>(block, lanes, done, end),
                VectorWidth.Bits256 => StepTwo<TGradient, THard, Vec256<double>>(block, lanes, done, end),
                VectorWidth.Bits128 => Step<TGradient, THard, Vec128<double>>(block, lanes, done, end),
                _ => done,
            };
            done = Step<TGradient, THard, Vec1<double>>(block, lanes, done, end);
            _ = width switch
            {
                VectorWidth.Bits512 => Flush<Vec512<double>>(lanes),
                VectorWidth.Bits256 => Flush<Vec256<double>>(lanes),
                VectorWidth.Bits128 => Flush<Vec128<double>>(lanes),
                _ => Flush<Vec1<double>>(lanes),
            };
        }

        return Lanes.Total(lanes);
    }

    /// <summary>Where one vector is all lanes, they stay in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int StepOne<TGradient, THard, V>(in Block<T> block, double* lanes, int from, int end)
        where TGradient : struct, IFlag
        where THard : struct, IFlag
        where V : struct, IVector<V>
    {
        V scale = V.Create(block.Scale);
        T* input = block.Input;
        T* target = block.Target;
        T* destination = block.Destination;
        V sum = V.Load(lanes);
        V product = V.Load(lanes + Lanes.Count);
        V rest = V.Load(lanes + (2 * Lanes.Count));
        int i = from;
        for (; i <= end - Lanes.Count; i += Lanes.Count)
        {
            Elements.Prefetch(input + i + Block<T>.MaxCount);
            Elements.Prefetch(target + i + Block<T>.MaxCount);
            if (TGradient.IsSet)
            {
                Elements.Prefetch(destination + i + Block<T>.MaxCount);
            }

            V gradient = TFormula.Accumulate<V, THard>(
                Elements.Load<T, V>(input + i), Elements.Load<T, V>(target + i), ref sum, ref product, ref rest);
            if (TGradient.IsSet)
            {
                Elements.Store(gradient * scale, destination + i);
            }
        }

        sum.Store(lanes);
        product.Store(lanes + Lanes.Count);
        rest.Store(lanes + (2 * Lanes.Count));
        return i;
    }

    /// <summary>Where two vectors are all lanes, they stay in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int StepTwo<TGradient, THard, V>(in Block<T> block, double* lanes, int from, int end)
        where TGradient : struct, IFlag
        where THard : struct, IFlag
        where V : struct, IVector<V>
    {
        const int Half = Lanes.Count / 2;
        V scale = V.Create(block.Scale);
        T* input = block.Input;
        T* target = block.Target;
        T* destination = block.Destination;
        V sum = V.Load(lanes);
        V product = V.Load(lanes + Lanes.Count);
        V rest = V.Load(lanes + (2 * Lanes.Count));
        V sum2 = V.Load(lanes + Half);
        V product2 = V.Load(lanes + Lanes.Count + Half);
        V rest2 = V.Load(lanes + (2 * Lanes.Count) + Half);
        int i = from;
        for (; i <= end - Lanes.Count; i += Lanes.Count)
        {
            Elements.Prefetch(input + i + Block<T>.MaxCount);
            Elements.Prefetch(target + i + Block<T>.MaxCount);
            if (TGradient.IsSet)
            {
                Elements.Prefetch(destination + i + Block<T>.MaxCount);
            }

            V gradient = TFormula.Accumulate<V, THard>(
                Elements.Load<T, V>(input + i), Elements.Load<T, V>(target + i), ref sum, ref product, ref rest);
            V gradient2 = TFormula.Accumulate<V, THard>(
                Elements.Load<T, V>(input + i + Half), Elements.Load<T, V>(target + i + Half), ref sum2, ref product2, ref rest2);
            if (TGradient.IsSet)
            {
                Elements.Store(gradient * scale, destination + i);
                Elements.Store(gradient2 * scale, destination + i + Half);
            }
        }

        sum.Store(lanes);
        product.Store(lanes + Lanes.Count);
        rest.Store(lanes + (2 * Lanes.Count));
        sum2.Store(lanes + Half);
        product2.Store(lanes + Lanes.Count + Half);
        rest2.Store(lanes + (2 * Lanes.Count) + Half);
        return i;
    }

    /// <summary>Narrower vectors, and what remains, keep the lanes in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Step<TGradient, THard, V>(in Block<T> block, double* lanes, int from, int end)
        where TGradient : struct, IFlag
        where THard : struct, IFlag
        where V : struct, IVector<V>
    {
        V scale = V.Create(block.Scale);
        T* input = block.Input;
        T* target = block.Target;
        T* destination = block.Destination;
        int i = from;
        for (; i <= end - V.Count; i += V.Count)
        {
            double* lane = lanes + (i & (Lanes.Count - 1));
            V sum = V.Load(lane);
            V product = V.Load(lane + Lanes.Count);
            V rest = V.Load(lane + (2 * Lanes.Count));
            V gradient = TFormula.Accumulate<V, THard>(
                Elements.Load<T, V>(input + i), Elements.Load<T, V>(target + i), ref sum, ref product, ref rest);
            sum.Store(lane);
            product.Store(lane + Lanes.Count);
            rest.Store(lane + (2 * Lanes.Count));
            if (TGradient.IsSet)
            {
                Elements.Store(gradient * scale, destination + i);
            }
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Flush<V>(double* lanes)
        where V : struct, IVector<V>
    {
        for (int i = 0; i < Lanes.Count; i += V.Count)
        {
            V sum = V.Load(lanes + i);
            sum += TFormula.Flush(V.Load(lanes + Lanes.Count + i), V.Load(lanes + (2 * Lanes.Count) + i));
            sum.Store(lanes + i);
            V.Create(1).Store(lanes + Lanes.Count + i);
            V.Create(0).Store(lanes + (2 * Lanes.Count) + i);
        }

        return Lanes.Count;
    }
}
