using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Streams probabilities: assumes that targets are 0 and 1, and first that no probability is close to 0 or 1; whether that was so shows in the end.</summary>
/// <remarks>
/// With b = (1 - t) - x, the loss is -ln |b| and its derivative 1 / b, so neither t nor its sign is needed apart from b. Two elements share a division,
/// as 1 / (b c) times c is 1 / b. All this is too short a chain for <see cref="ProductLoop"/>'s pipelining to pay: a CPU overlaps several iterations.
/// Close to 0 and 1, as saturated sigmoids are, the careful variant applies the clamps and keeps the digits of small losses.
/// </remarks>
internal static unsafe class ProbabilityStream
{
    /// <summary>Where ordinary products start, each of which takes the elements of a lane in a block: 192 of them may be below 2^-9 on average.</summary>
    private const ulong StartBits = (1023UL + 900) << 52;

    /// <summary>A smaller product may be subnormal, or have been on the way.</summary>
    private const ulong LeastProductBits = (1023UL - 1000) << 52;

    /// <summary>The least float above PyTorch's lower bound of the gradient's denominator, 1e-12.</summary>
    private const double LeastOrdinary = 1.0000001e-12f;

    /// <summary>The greatest float below 1.</summary>
    private const double GreatestOrdinary = 0.99999994f;

    /// <summary>How far ahead to prefetch, some 200 to 300 ns.</summary>
    private const int PrefetchAhead = 1024;

    /// <inheritdoc cref="IProductForm.TryStream"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryTake<F, D, TMissing>(in Block<float> block, in ProductScratch scratch, float* gradient, out double sum)
        where F : struct, IVector<F>
        where D : struct, IVector<D>
        where TMissing : struct, IFlag
    {
        double* kept = scratch.Kept;
        int spans = (block.Count + Block<float>.MaxCount - 1) / Block<float>.MaxCount;
        if (TryTake<F, D, No, TMissing>(block, kept, gradient))
        {
            sum = LogOfQuotient.Of(kept, spans);
            if (sum >= ProductStream.LeastMean * block.Count)
            {
                return true;
            }
        }

        if (TryTake<F, D, Yes, TMissing>(block, kept, gradient))
        {
            double* lanes = stackalloc double[Lanes.Count];
            new Span<double>(lanes, Lanes.Count).Clear();
            ProductLoop.AddLosses<ProbabilityFormula, D, Yes>(scratch, spans, lanes);
            sum = Lanes.Total(lanes);
            return !double.IsNaN(sum);
        }

        sum = 0;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryTake<F, D, TCareful, TMissing>(in Block<float> block, double* kept, float* gradient)
        where F : struct, IVector<F>
        where D : struct, IVector<D>
        where TCareful : struct, IFlag
        where TMissing : struct, IFlag =>
        gradient == null
            ? TryTake<F, D, TCareful, No, TMissing>(block, kept, gradient)
            : TryTake<F, D, TCareful, Yes, TMissing>(block, kept, gradient);

    /// <summary>Writes the gradient and, for each block, 16 numbers that its loss is found from. False if anything was unusual, unless an input was NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool TryTake<F, D, TCareful, TGradient, TMissing>(in Block<float> block, double* kept, float* gradient)
        where F : struct, IVector<F>
        where D : struct, IVector<D>
        where TCareful : struct, IFlag
        where TGradient : struct, IFlag
        where TMissing : struct, IFlag
    {
        float* input = block.Input;
        float* target = block.Target;
        D scale = D.Create(block.Scale);
        F least = F.Create(0.5);
        F greatest = least;
        F faults = F.Create(0);
        D leastProduct = D.Create(1);

        // Whether a zero is that of a positive cannot be told from a signed input, which the weights of positives work on.
        double leastInput = !TCareful.IsSet ? LeastOrdinary : block.PosWeight != null ? float.Epsilon : 0;
        double greatestInput = TCareful.IsSet ? 1 : GreatestOrdinary;

        // Elements 8 apart share a division, and lanes that lie next to each other run at the same time.
        bool isSplit = D.Count < Lanes.Count;
        for (int from = 0; from < block.Count; from += Block<float>.MaxCount, kept += ProductScratch.KeptOfSpan)
        {
            // Where saturated probabilities are frequent, one was in the first block.
            if (from == Block<float>.MaxCount && !AreIn(leastInput, greatestInput, least, greatest, faults))
            {
                return false;
            }

            int to = Math.Min(from + Block<float>.MaxCount, block.Count);
            for (int lane = 0; lane < Lanes.Count; lane += 2 * D.Count)
            {
                D restA = ProbabilityFormula.Start<D, Yes>(out D productA);
                productA = TCareful.IsSet ? productA : D.CreateBits(StartBits);
                D restB = restA;
                D productB = productA;
                for (nint i = from + lane; i < to; i += ProductScratch.Group)
                {
                    Elements.Prefetch(input + i + PrefetchAhead);
                    Elements.Prefetch(target + i + PrefetchAhead);
                    if (TGradient.IsSet)
                    {
                        Elements.Prefetch(gradient + i + PrefetchAhead);
                    }

                    Check<F, TMissing>(input + i, target + i, ref least, ref greatest, ref faults);
                    Multiply<D, TCareful, TGradient, TMissing>(input + i, target + i, gradient + i, scale, ref productA, ref restA);
                    if (isSplit)
                    {
                        Check<F, TMissing>(input + i + Lanes.Count, target + i + Lanes.Count, ref least, ref greatest, ref faults);
                        if (typeof(F) == typeof(Vec1<float>))
                        {
                            Check<F, TMissing>(input + i + 1, target + i + 1, ref least, ref greatest, ref faults);
                            Check<F, TMissing>(input + i + Lanes.Count + 1, target + i + Lanes.Count + 1, ref least, ref greatest, ref faults);
                        }

                        Multiply<D, TCareful, TGradient, TMissing>(
                            input + i + D.Count, target + i + D.Count, gradient + i + D.Count, scale, ref productB, ref restB);
                    }
                }

                Keep<D, TCareful>(productA, restA, kept + lane, ref leastProduct);
                if (isSplit)
                {
                    Keep<D, TCareful>(productB, restB, kept + lane + D.Count, ref leastProduct);
                }
            }
        }

        return AreIn(leastInput, greatestInput, least, greatest, faults) && !D.AnyBit(D.LessThan(leastProduct, D.CreateBits(LeastProductBits)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreIn<V>(double leastInput, double greatestInput, V least, V greatest, V faults)
        where V : struct, IVector<V> =>
        !V.AnyBit(faults)
        && !V.AnyBit(V.LessThan(least, V.Create(leastInput)))
        && !V.AnyBit(V.LessThan(V.Create(greatestInput), greatest));

    /// <summary>Records the range of the inputs that are not missing, and targets that are not 0 or 1. A NaN input may go unnoticed here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check<V, TMissing>(float* input, float* target, ref V least, ref V greatest, ref V faults)
        where V : struct, IVector<V>
        where TMissing : struct, IFlag
    {
        V x = V.Load(input);
        V t = V.Load(target);
        V fault = ProductSteps.FaultOfHard(t);
        if (TMissing.IsSet)
        {
            V isPresent = V.Equal(t, t);
            x = V.Select(isPresent, x, V.Create(0.5));
            fault = V.And(fault, isPresent);
        }

        least = V.Min(x, least);
        greatest = V.Max(x, greatest);
        faults = V.Or(fault, faults);
    }

    /// <summary>Takes two vectors of elements into the product, and with <typeparamref name="TCareful"/> into its complement; writes their gradients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<V, TCareful, TGradient, TMissing>(float* input, float* target, float* gradient, V scale, ref V product, ref V rest)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag
        where TGradient : struct, IFlag
        where TMissing : struct, IFlag
    {
        V one = V.Create(1);
        V t1 = Load<V, TMissing>(input, target, out V x1, out V isPresent1);
        V t2 = Load<V, TMissing>(input + Lanes.Count, target + Lanes.Count, out V x2, out V isPresent2);

        // 1 - t, if t is 0 or 1.
        V b1 = V.Xor(t1, one) - x1;
        V b2 = V.Xor(t2, one) - x2;
        V gradient1;
        V gradient2;
        if (!TCareful.IsSet)
        {
            V both = b1 * b2;
            product *= both;
            V quotient = scale / both;
            gradient1 = quotient * b2;
            gradient2 = quotient * b1;
        }
        else
        {
            V numerator1 = ProbabilityFormula.Take<V, Yes>(V.Abs(t1 - x1), V.Abs(b1), scale, ref rest, ref product, out b1);
            V numerator2 = ProbabilityFormula.Take<V, Yes>(V.Abs(t2 - x2), V.Abs(b2), scale, ref rest, ref product, out b2);
            V quotient = one / (b1 * b2);
            gradient1 = V.Xor(numerator1 * b2 * quotient, Sign(t1));
            gradient2 = V.Xor(numerator2 * b1 * quotient, Sign(t2));
        }

        if (TGradient.IsSet)
        {
            if (TMissing.IsSet)
            {
                gradient1 = V.And(gradient1, isPresent1);
                gradient2 = V.And(gradient2, isPresent2);
            }

            gradient1.Store(gradient);
            gradient2.Store(gradient + Lanes.Count);
        }
    }

    /// <summary>Loads elements; 0 instead of missing ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load<V, TMissing>(float* input, float* target, out V x, out V isPresent)
        where V : struct, IVector<V>
        where TMissing : struct, IFlag
    {
        x = V.Load(input);
        V t = V.Load(target);
        isPresent = default;
        if (TMissing.IsSet)
        {
            isPresent = V.Equal(t, t);
            x = V.And(x, isPresent);
            t = V.And(t, isPresent);
        }

        return t;
    }

    /// <summary>The sign bit if the target is 1, nothing if it is 0: the lowest bit of the exponent, moved to the top.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Sign<V>(V target)
        where V : struct, IVector<V> => V.ShiftLeft(target, 11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep<V, TCareful>(V product, V rest, double* kept, ref V leastProduct)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag
    {
        V size = V.Abs(product);
        leastProduct = V.Min(size, leastProduct);
        (TCareful.IsSet ? rest : V.CreateBits(StartBits)).Store(kept);
        size.Store(kept + Lanes.Count);
    }
}
