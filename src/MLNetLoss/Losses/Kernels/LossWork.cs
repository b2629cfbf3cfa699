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
        if (Mask == null && !Each && Kernel.TrySum(block, out double sum))
        {
            return sum;
        }

        // Sums do not use it, but hard targets cannot be NaN, which saves the search for missing ones.
        block.TargetsAreHard = (Each || IgnoresNaN) && RangeCheck.AreHard(block.Target, block.Count);
        return Mask == null && (!IgnoresNaN || block.TargetsAreHard || RangeCheck.FirstOutsideUnit(block.Target, block.Count) < 0)
            ? CheckAndCompute(block, start)
            : RunWithMissing(block, start);
    }

    /// <summary>Runs on copies in which missing elements have weight 0 and harmless values, so that kernels need not know about missing targets.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly double RunWithMissing(Block<T> block, int start)
    {
        T* scratch = stackalloc T[4 * Block<T>.MaxCount];
        T* input = scratch;
        T* target = scratch + Block<T>.MaxCount;
        T* weight = scratch + (2 * Block<T>.MaxCount);
        T* posWeight = block.PosWeight == null ? null : scratch + (3 * Block<T>.MaxCount);
        for (int i = 0; i < block.Count; i++)
        {
            bool isMissing = (Mask != null && !Mask[start + i]) || (IgnoresNaN && double.IsNaN(Elements.Read(block.Target + i)));
            Elements.Write(input + i, isMissing ? 0 : Elements.Read(block.Input + i));
            Elements.Write(target + i, isMissing ? 0 : Elements.Read(block.Target + i));
            Elements.Write(weight + i, isMissing ? 0 : block.Weight == null ? 1 : Elements.Read(block.Weight + i));
            if (posWeight != null)
            {
                Elements.Write(posWeight + i, isMissing ? 1 : Elements.Read(block.PosWeight + i));
            }
        }

        block.Input = input;
        block.Target = target;
        block.Weight = weight;
        block.PosWeight = posWeight;
        block.TargetsAreHard = false;
        return CheckAndCompute(block, start);
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
