using System.Runtime.CompilerServices;

namespace MLNetLoss.Losses.Kernels;

/// <summary>A call, cut into pieces that can be computed in any order and on any thread.</summary>
/// <remarks>Methods that run once per piece or block are optimised on their first call; otherwise a single large call would run unoptimised to its end.</remarks>
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

    /// <summary>The number of pieces.</summary>
    public readonly int PieceCount => (int)(((long)Count + Block<T>.MaxStream - 1) / Block<T>.MaxStream);

    /// <summary>Checks and computes a piece, in one go if it can be streamed, or block by block. Returns the sum of its element losses, or 0 if they are written.</summary>
    /// <exception cref="ArgumentException">A target or a probability is not in [0, 1].</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly double Run(int index)
    {
        int start = index * Block<T>.MaxStream;
        int end = (int)Math.Min((long)start + Block<T>.MaxStream, Count);
        bool streams = Kernel.Streams && !Each && Weight == null && Smoothing == 0;
        int longest = Mask != null || PosWeight != null ? Block<T>.MaxCount : Block<T>.MaxStream;
        double sum = 0;
        while (start < end)
        {
            int stop = Math.Min(end - start, longest) + start;
            int streamed = (stop - start) & -ProductScratch.Group;

            // What is left over takes as long as some hundred elements, so a few are not streamed without it.
            int shortest = streamed == stop - start ? ProductScratch.ShortestStream : Block<T>.MaxCount;
            if (streams && streamed >= shortest && TryStream(BlockAt(start, streamed), start, out double streamSum))
            {
                sum += streamSum;
                start += streamed;
                continue;
            }

            for (int count; start < stop; start += count)
            {
                count = Math.Min(Block<T>.MaxCount, stop - start);
                Block<T> block = BlockAt(start, count);
                sum += Mask != null || IgnoresNaN ? RunWithMissing(block, start) : Run(block, start);
            }
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Block<T> BlockAt(int start, int count) => new()
    {
        Count = count,
        Input = Input + start,
        Target = Target + start,
        Weight = Weight == null ? null : Weight + (start % WeightPeriod),
        PosWeight = PosWeight == null ? null : PosWeight + (start % PosWeightPeriod),
        Destination = Destination == null ? null : Destination + start,
        Scale = Scale,
        Slope = 1 - Smoothing,
        Offset = Smoothing / 2,
    };

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
        double sum = 0;
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

    /// <summary>Streams; if elements can be missing, with NaN as their targets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly bool TryStream(Block<T> block, int start, out double sum)
    {
        block.NaNIsMissing = IgnoresNaN;
        return Mask == null ? Kernel.TryStream(block, out sum) : TryStreamMasked(block, start, out sum);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly bool TryStreamMasked(Block<T> block, int start, out double sum)
    {
        float* target = stackalloc float[Block<T>.MaxCount];
        bool hasNaN = Missing.MaskTargets((float*)block.Target, Mask + start, block.Count, target);
        if (hasNaN && !IgnoresNaN)
        {
            sum = 0;
            return false;
        }

        block.Target = (T*)target;
        block.NaNIsMissing = true;
        return Kernel.TryStream(block, out sum);
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
