using System.Runtime.CompilerServices;

namespace MLNetLoss.Losses.Kernels;

/// <summary>A call, cut into blocks that can run in any order and on any thread.</summary>
/// <remarks>Methods that run once per block are optimised on their first call; otherwise a single large call would run unoptimised to its end.</remarks>
internal unsafe struct LossWork<TKernel, T>
    where TKernel : struct, ILossKernel<T>
    where T : unmanaged
{
    public TKernel Kernel;
    public T* Input;
    public T* Target;
    public T* Weight;
    public T* PosWeight;
    public bool* Mask;
    public T* Destination;
    public int Count;
    public int WeightPeriod;
    public int PosWeightPeriod;
    public double Scale;
    public double Smoothing;
    public LossInput Domain;
    public bool IgnoresNaN;

    /// <summary>Whether to write element losses instead of summing them.</summary>
    public bool Each;

    /// <summary>The number of blocks.</summary>
    public readonly int BlockCount => (int)(((long)Count + Block<T>.MaxCount - 1) / Block<T>.MaxCount);

    /// <summary>Checks and computes a block. Returns the sum of its element losses, or 0 if they are written.</summary>
    /// <exception cref="ArgumentException">A target or a probability is not in [0, 1].</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly double Run(int index)
    {
        int start = index * Block<T>.MaxCount;
        Block<T> block = new()
        {
            Count = Math.Min(Block<T>.MaxCount, Count - start),
            Input = Input + start,
            Target = Target + start,
            Weight = Weight == null ? null : Weight + (start % WeightPeriod),
            PosWeight = PosWeight == null ? null : PosWeight + (start % PosWeightPeriod),
            Destination = Destination == null ? null : Destination + start,
            Scale = Scale,
            Slope = 1 - Smoothing,
            Offset = Smoothing / 2,
        };
        return Mask != null || IgnoresNaN ? RunWithMissing(block, start) : Run(block, start);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly double Run(Block<T> block, int start)
    {
        if (!Each && Kernel.TrySum(block, out double sum))
        {
            return sum;
        }

        block.TargetsAreHard = Each && RangeCheck.AreHard(block.Target, block.Count);
        return CheckAndCompute(block, start);
    }

    /// <summary>Runs on copies in which missing elements have harmless values and no loss.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly double RunWithMissing(Block<T> block, int start)
    {
        if (TryStreamWithMissing(block, start, out double sum))
        {
            return sum;
        }

        T* scratch = stackalloc T[5 * Block<T>.MaxCount];
        T* marks = scratch;
        int missing = Missing.Mark(block.Target, Mask == null ? null : Mask + start, IgnoresNaN, block.Count, marks);
        if (missing == 0)
        {
            return Run(block, start);
        }

        if (missing == block.Count)
        {
            if (block.Destination != null)
            {
                new Span<T>(block.Destination, block.Count).Clear();
            }

            return 0;
        }

        T* input = scratch + Block<T>.MaxCount;
        T* target = scratch + (2 * Block<T>.MaxCount);
        T* values = block.Input;
        block.Input = input;
        Missing.Replace(block.Target, marks, block.Count, default, target);
        block.Target = target;
        block.Missing = marks;
        bool isSummed = false;
        if (!Each && block.IsUnweighted && !block.IsSmoothed && Kernel.Filler is { } filler)
        {
            Missing.Replace(values, marks, block.Count, filler, input);
            isSummed = Kernel.TrySum(block, out sum);

            // If the destination is the input, it holds meaningless numbers now, but the copy of the input does not.
            values = input;
        }

        if (!isSummed)
        {
            Missing.Replace(values, marks, block.Count, default, input);
            sum = RunWithoutWeight(block, start, scratch + (3 * Block<T>.MaxCount));
        }

        if (!Each && block.Destination != null)
        {
            // Whatever was written there: the filler's gradient, or NaN if the scale is.
            Missing.Replace(block.Destination, marks, block.Count, default, block.Destination);
        }

        return sum;
    }

    /// <summary>Gives missing elements weight 0, so that kernels need not know about them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly double RunWithoutWeight(Block<T> block, int start, T* scratch)
    {
        T* weight = scratch;
        if (block.Weight == null)
        {
            block.Weight = weight;
            new Span<T>(weight, block.Count).Fill(Elements.One<T>());
        }

        Missing.Replace(block.Weight, block.Missing, block.Count, default, weight);
        block.Weight = weight;
        if (block.PosWeight != null)
        {
            T* posWeight = scratch + Block<T>.MaxCount;
            Missing.Replace(block.PosWeight, block.Missing, block.Count, Elements.One<T>(), posWeight);
            block.PosWeight = posWeight;
        }

        return !Each && Kernel.TrySum(block, out double sum) ? sum : CheckAndCompute(block, start);
    }

    /// <summary>Runs the fast path on targets in which missing elements are NaN, if it takes such a block.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly bool TryStreamWithMissing(Block<T> block, int start, out double sum)
    {
        sum = 0;
        if (typeof(T) != typeof(float) || !Kernel.StreamsMissing || Each || block.Weight != null || block.IsSmoothed || block.Count != Block<T>.MaxCount)
        {
            return false;
        }

        float* target = stackalloc float[Block<T>.MaxCount];
        if (Mask != null)
        {
            bool hasNaN = Missing.MaskTargets((float*)block.Target, Mask + start, block.Count, target);
            if (hasNaN && !IgnoresNaN)
            {
                return false;
            }

            block.Target = (T*)target;
        }

        block.NaNIsMissing = true;
        return Kernel.TrySum(block, out sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly double CheckAndCompute(in Block<T> block, int start)
    {
        if (!block.TargetsAreHard)
        {
            CheckUnit(block.Target, block.Count, start, "target");
        }

        if (Domain == LossInput.Probabilities)
        {
            CheckUnit(block.Input, block.Count, start, "input");
        }

        if (!Each)
        {
            return Kernel.Sum(block);
        }

        Kernel.Each(block);
        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CheckUnit(T* values, int count, int start, string name)
    {
        int i = RangeCheck.FirstOutsideUnit(values, count);
        if (i >= 0)
        {
            Faults.Throw(name, $"{name}[{start + i}] is {values[i]}; it must be in [0, 1].");
        }
    }
}
