using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Metrics;

/// <summary>The losses of a row's cells, in double precision at any vector width; a missing target (NaN) makes its cell's losses NaN.</summary>
internal static unsafe class CellLossKernel
{
    /// <summary>
    /// Sigmoid and cross-entropy of logits: max(x, 0) - t x + ln(1 + exp(-|x|)), accurate at any size, and the limit where a logit is infinite.
    /// </summary>
    /// <param name="scores">L logits.</param>
    /// <param name="targets">L targets.</param>
    /// <param name="probabilities">Receives L sigmoids.</param>
    /// <param name="losses">Receives L losses.</param>
    public static void OfLogits(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, Span<double> probabilities, Span<double> losses)
    {
        fixed (float* x = scores, t = targets)
        fixed (double* p = probabilities, loss = losses)
        {
            int done = VectorWidths.Best switch
            {
                VectorWidth.Bits512 => OfLogits<Vec512<double>>(x, t, p, loss, 0, scores.Length),
                VectorWidth.Bits256 => OfLogits<Vec256<double>>(x, t, p, loss, 0, scores.Length),
                VectorWidth.Bits128 => OfLogits<Vec128<double>>(x, t, p, loss, 0, scores.Length),
                _ => 0,
            };
            OfLogits<Vec1<double>>(x, t, p, loss, done, scores.Length);
        }
    }

    /// <summary>Cross-entropy of probabilities, with logarithms clamped at -100 as in PyTorch.</summary>
    /// <param name="given">L probabilities.</param>
    /// <param name="targets">L targets.</param>
    /// <param name="probabilities">On entry L probabilities to compare with; receives those given.</param>
    /// <param name="losses">Receives L losses.</param>
    /// <returns>The largest difference between the two, over cells that have a target.</returns>
    public static double OfProbabilities(
        ReadOnlySpan<float> given, ReadOnlySpan<float> targets, Span<double> probabilities, Span<double> losses)
    {
        double deviation = 0;
        fixed (float* x = given, t = targets)
        fixed (double* p = probabilities, loss = losses)
        {
            int done = VectorWidths.Best switch
            {
                VectorWidth.Bits512 => OfProbabilities<Vec512<double>>(x, t, p, loss, 0, given.Length, ref deviation),
                VectorWidth.Bits256 => OfProbabilities<Vec256<double>>(x, t, p, loss, 0, given.Length, ref deviation),
                VectorWidth.Bits128 => OfProbabilities<Vec128<double>>(x, t, p, loss, 0, given.Length, ref deviation),
                _ => 0,
            };
            OfProbabilities<Vec1<double>>(x, t, p, loss, done, given.Length, ref deviation);
        }

        return deviation;
    }

    /// <summary>Squared errors.</summary>
    /// <param name="probabilities">L probabilities.</param>
    /// <param name="targets">L targets.</param>
    /// <param name="squares">Receives L squares.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Squares(ReadOnlySpan<double> probabilities, ReadOnlySpan<float> targets, Span<double> squares)
    {
        for (int label = 0; label < targets.Length; label++)
        {
            double error = targets[label] - probabilities[label];
            squares[label] = error * error;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int OfLogits<V>(float* scores, float* targets, double* probabilities, double* losses, int from, int count)
        where V : struct, IVector<V>
    {
        V zero = V.Create(0), one = V.Create(1);
        int i = from;
        for (; i <= count - V.Count; i += V.Count)
        {
            V x = V.Load(scores + i), t = V.Load(targets + i);
            V size = V.Abs(x);
            V power = Elementary.ExpNonPositive(zero - size);
            V isNegative = V.LessThan(x, zero);
            V wrong = V.Select(isNegative, t, one - t);
            V penalty = V.Select(V.Equal(wrong, zero), zero, wrong * size);
            (V.Select(isNegative, power, one) / (one + power)).Store(probabilities + i);
            (Elementary.Log1POfUnit(power) + penalty).Store(losses + i);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int OfProbabilities<V>(
        float* given, float* targets, double* probabilities, double* losses, int from, int count, ref double deviation)
        where V : struct, IVector<V>
    {
        V one = V.Create(1), furthest = V.Create(0);
        int i = from;
        for (; i <= count - V.Count; i += V.Count)
        {
            V p = V.Load(given + i), t = V.Load(targets + i);
            // A missing target is NaN, which does not equal itself.
            furthest = V.Max(V.Select(V.Equal(t, t), V.Abs(p - V.Load(probabilities + i)), V.Create(0)), furthest);
            p.Store(probabilities + i);
            // Both logarithms are finite, so for a target of 0 or 1 one of the products is 0.
            V.FusedNegateMultiplyAdd(t, CutLog(p), V.FusedNegateMultiplyAdd(one - t, CutLog(one - p), V.Create(0))).Store(losses + i);
        }

        double* lanes = stackalloc double[8];
        furthest.Store(lanes);
        for (int lane = 0; lane < V.Count; lane++)
            deviation = Math.Max(deviation, lanes[lane]);
        return i;
    }

    // A Single's probability is at least 1.4e-45, a normal number in double precision, or 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V CutLog<V>(V p)
        where V : struct, IVector<V>
    {
        V least = V.Create(-100);
        return V.Select(V.Equal(p, V.Create(0)), least, V.Max(Elementary.Log(p), least));
    }
}
