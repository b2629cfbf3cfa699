using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Runs a kernel over the arguments of a call, for every loss and precision: checks them, cuts them into pieces, and reduces.</summary>
internal static unsafe class LossDriver
{
    /// <summary>Calls with fewer elements than this run on one thread, as a second would not pay.</summary>
    internal const int ParallelThreshold = 65536;

    /// <summary>The number of runs of pieces per thread; enough for fast threads to take work from slow ones.</summary>
    private const int RunsPerThread = 64;

    /// <summary>The distance between the threads' counters, so that they lie in different cache lines.</summary>
    private const int Stride = 32;

    /// <summary>The mean of the element losses, or their sum over a divisor. If there is a destination, writes the gradient to it.</summary>
    public static double Reduce<TKernel, T>(TKernel kernel, in LossCall<T> call, double sumDivisor = 1)
        where TKernel : struct, ILossKernel<T>
        where T : unmanaged
    {
        if (call.Reduction is not (Reduction.Mean or Reduction.Sum))
        {
            Faults.Throw(
                "reduction",
                $"The reduction is {call.Reduction}, not Mean or Sum; for one value an element use the overload with a destination, or ForwardEach of a class.");
        }

        call.Check();
        double denominator = call.Reduction == Reduction.Sum ? sumDivisor : MeanDivisor.Of(call);
        double scale = denominator == 0 ? 0 : 1 / denominator;
        double sum = Run(kernel, call, scale, each: false);
        return denominator != 0 ? sum / denominator : MeanDivisor.OfNothing(call.Options.EmptyMean);
    }

    /// <summary>Writes the element losses to the destination.</summary>
    public static void Each<TKernel, T>(TKernel kernel, in LossCall<T> call)
        where TKernel : struct, ILossKernel<T>
        where T : unmanaged
    {
        call.Check();
        Run(kernel, call, 1, each: true);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Run<TKernel, T>(TKernel kernel, in LossCall<T> call, double scale, bool each)
        where TKernel : struct, ILossKernel<T>
        where T : unmanaged
    {
        using Repeated<T> weight = new(call.Weight, call.Input.Length);
        using Repeated<T> posWeight = new(call.PosWeight, call.Input.Length);
        fixed (T* input = call.Input)
        fixed (T* target = call.Target)
        fixed (T* weights = weight.Values)
        fixed (T* posWeights = posWeight.Values)
        fixed (bool* mask = call.Options.Mask)
        fixed (T* destination = call.Destination)
        {
            LossWork<TKernel, T> work = new()
            {
                Kernel = kernel,
                Input = input,
                Target = target,
                Weight = weights,
                PosWeight = posWeights,
                Mask = mask,
                Destination = call.DestinationName is null ? null : destination,
                Count = call.Input.Length,
                WeightPeriod = weight.Period,
                PosWeightPeriod = posWeight.Period,
                Scale = scale,
                Smoothing = call.Options.LabelSmoothing,
                Domain = call.Domain,
                IgnoresNaN = call.Options.MissingTargets == MissingTargets.Ignore,
                Each = each,
            };
            int threads = call.Options.MaxDegreeOfParallelism == -1 ? Environment.ProcessorCount : call.Options.MaxDegreeOfParallelism;
            return threads > 1 && work.Count >= ParallelThreshold ? RunParallel(work, threads) : RunHere(work);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double RunHere<TKernel, T>(in LossWork<TKernel, T> work)
        where TKernel : struct, ILossKernel<T>
        where T : unmanaged
    {
        CompensatedSum sum = default;
        int pieces = work.PieceCount;
        for (int i = 0; i < pieces; i++)
        {
            sum.Add(work.Run(i));
        }

        return sum.Value;
    }

    /// <summary>
    /// Each thread has a share of the pieces, from which it takes one run after another, and then takes what is left of the others' shares, so that a slow
    /// thread does fewer. In the next call, it finds its share in its core's cache. The pieces' sums are added in the order of the pieces, which gives the
    /// same bits as on one thread.
    /// </summary>
    private static double RunParallel<TKernel, T>(LossWork<TKernel, T> work, int threads)
        where TKernel : struct, ILossKernel<T>
        where T : unmanaged
    {
        int pieces = work.PieceCount;
        threads = Math.Min(threads, pieces);
        int runs = Math.Min(pieces, threads * RunsPerThread);
        int[] taken = new int[threads * Stride];
        for (int thread = 0; thread < threads; thread++)
        {
            taken[thread * Stride] = StartOf(thread);
        }

        double[] sums = ArrayPool<double>.Shared.Rent(pieces);
        Exception?[] faults = new Exception?[runs];
        try
        {
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
            {
                for (int i = 0; i < threads; i++)
                {
                    int owner = (thread + i) % threads;
                    ref int next = ref taken[owner * Stride];
                    int end = StartOf(owner + 1);
                    for (int run = Interlocked.Increment(ref next) - 1; run < end; run = Interlocked.Increment(ref next) - 1)
                    {
                        if (!TryRun(work, run, runs, sums, faults))
                        {
                            // No later run can hold an earlier fault. Earlier runs of this share have been taken already, and those of earlier shares are
                            // left to their own threads, each of which goes on until there is none or it has found a fault.
                            return;
                        }
                    }
                }
            });
            if (Array.Find(faults, fault => fault is not null) is { } first)
            {
                ExceptionDispatchInfo.Throw(first);
            }

            CompensatedSum sum = default;
            for (int i = 0; i < pieces; i++)
            {
                sum.Add(sums[i]);
            }

            return sum.Value;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(sums);
        }

        int StartOf(int share) => (int)((long)runs * share / threads);
    }

    /// <summary>Computes the pieces of a run, up to a fault.</summary>
    private static bool TryRun<TKernel, T>(in LossWork<TKernel, T> work, int run, int runs, double[] sums, Exception?[] faults)
        where TKernel : struct, ILossKernel<T>
        where T : unmanaged
    {
        try
        {
            int end = (int)((long)work.PieceCount * (run + 1) / runs);
            for (int piece = (int)((long)work.PieceCount * run / runs); piece < end; piece++)
            {
                sums[piece] = work.Run(piece);
            }

            return true;
        }
#pragma warning disable CA1031 // Rethrown by the caller. Of several exceptions, it is the first in the order of the input, as on one thread.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            faults[run] = fault;
            return false;
        }
    }
}
