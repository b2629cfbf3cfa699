using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Applies the weights of positives to a block whose targets are 0, 1 or missing.</summary>
/// <remarks>A weight must be finite even where the target is 0, since its product with 0 would otherwise be NaN; but not where it is missing.</remarks>
internal static unsafe class Positives
{
    /// <summary>Lists are padded to a multiple of this.</summary>
    private const int Group = Lanes.Count;

    /// <summary>The room for a list: stores of whole vectors may reach beyond its end.</summary>
    private const int Capacity = Block<float>.MaxCount + Group;

    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>For each set of eight elements, given as bits, the indices of those in the set, a byte each.</summary>
    private static readonly ulong[] s_indices = Indices();

    /// <summary>
    /// Multiplies the gradient, or its magnitudes, by the positives' weights, and adds to the unweighted sum what these weights make of it. False if that
    /// is not possible, or if the sum would lose digits.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool TryAdd<TFormula, V>(in Block<float> block, in ProductScratch scratch, float* gradient, ref double sum)
        where TFormula : struct, IProductForm, ISignedForm
        where V : struct, IVector<V>
    {
        float* list = stackalloc float[2 * Capacity];

        // A gradient of a logit that is subnormal without its weight, that is, about exp(y) times the scale, has lost digits that the weight would show.
        // Without a gradient it is the same, so that the sum is. Probabilities are all above the bound; at a scale of 0 nothing is.
        float leastExact = (float)Math.Log(SmallestNormal / block.Scale) + 0.1f;
        int count = Take(block, block.Destination == null ? null : gradient, leastExact, list);
        if (count < 0)
        {
            return false;
        }

        // Their losses are in the sum once.
        SignedElements elements = new()
        {
            Count = count,
            Signed = list,
            Coefficients = list + Capacity,
            Less = 1,
            NextInput = block.Input + Block<float>.MaxCount,
            NextTarget = block.Target + Block<float>.MaxCount,
            NextDestination = (block.Destination == null ? block.Input : block.Destination) + Block<float>.MaxCount,
        };
        double* lanes = stackalloc double[Lanes.Count];
        new Span<double>(lanes, Lanes.Count).Clear();
        SignedLoop.Sum<TFormula, TFormula, V, No>(default, elements, scratch, 0, lanes, 0);
        double unweighted = sum;
        sum += Lanes.Total(lanes);

        // If weights below 1 make the sum much smaller, its rounding errors are still those of the greater one.
        return sum >= unweighted / 2 && double.IsFinite(sum);
    }

    /// <summary>
    /// Lists the signed inputs of the positives and, <see cref="Capacity"/> further on, their weights. Returns their number, padded with elements of weight
    /// 1; -1 if one is less than <paramref name="leastExact"/> or a weight is not finite. Multiplies the positives' gradients, if any, by their weights.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Take(in Block<float> block, float* gradient, float leastExact, float* list)
    {
        float* input = block.Input;
        float* target = block.Target;
        float* posWeight = block.PosWeight;
        int count = block.Count;
        int i = 0;
        nint taken = 0;
        bool isExact = true;
        if (Avx2.IsSupported)
        {
            i = count & -Vector256<float>.Count;
            fixed (ulong* indices = s_indices)
            {
                taken = gradient == null
                    ? TakeVectors<No>(input, target, posWeight, gradient, i, leastExact, list, indices, out isExact)
                    : TakeVectors<Yes>(input, target, posWeight, gradient, i, leastExact, list, indices, out isExact);
            }
        }

        // Without a branch on the target, which could not be predicted.
        for (; i < count; i++)
        {
            bool isPositive = target[i] == 1;
            float p = posWeight[i];
            isExact &= (float.IsFinite(p) || float.IsNaN(target[i])) && !(isPositive && -input[i] < leastExact);
            list[taken] = -input[i];
            list[taken + Capacity] = p;
            taken += isPositive ? 1 : 0;
            if (gradient != null)
            {
                gradient[i] *= isPositive ? p : 1;
            }
        }

        for (; taken % Group != 0; taken++)
        {
            list[taken] = 0;
            list[taken + Capacity] = 1;
        }

        return isExact ? (int)taken : -1;
    }

    /// <summary>Writes the weight of each element as if all were weighted: that of positives if its target is 1, or 1. False if a weight is not finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool TrySpread<V>(in Block<float> block, float* destination)
        where V : struct, IVector<V>
    {
        float* target = block.Target;
        float* posWeight = block.PosWeight;
        V one = V.Create(1);
        V odd = V.Create(0);
        nint i = 0;
        for (; i <= block.Count - V.Count; i += V.Count)
        {
            V p = V.Load(posWeight + i);
            odd = V.FusedMultiplyAdd(p, V.Create(0), odd);
            V.Select(V.Equal(V.Load(target + i), one), p, one).Store(destination + i);
        }

        bool areFinite = !V.AnyBit(odd);
        for (; i < block.Count; i++)
        {
            areFinite &= float.IsFinite(posWeight[i]);
            destination[i] = target[i] == 1 ? posWeight[i] : 1;
        }

        return areFinite;
    }

    /// <summary>Lists the positives of whole vectors: a permutation moves them to a vector's beginning, and the next vector is stored after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint TakeVectors<TGradient>(
        float* input, float* target, float* posWeight, float* gradient, nint count, float leastExact, float* list, ulong* indices, out bool isExact)
        where TGradient : struct, IFlag
    {
        float* end = list;
        Vector256<float> one = Vector256.Create(1f);
        Vector256<float> bound = Vector256.Create(leastExact);
        Vector256<float> odd = Vector256<float>.Zero;
        Vector256<float> inexact = Vector256<float>.Zero;
        for (nint i = 0; i < count; i += Vector256<float>.Count)
        {
            Vector256<float> t = Vector256.Load(target + i);
            Vector256<float> isPositive = Vector256.Equals(t, one);
            Vector256<float> p = Vector256.Load(posWeight + i);
            Vector256<float> y = -Vector256.Load(input + i);
            inexact |= Vector256.LessThan(y, bound) & isPositive;
            odd += p * Vector256<float>.Zero & Vector256.Equals(t, t);
            uint set = Vector256.ExtractMostSignificantBits(isPositive);
            Vector256<int> order = Avx2.ConvertToVector256Int32((byte*)(indices + set));
            Avx2.PermuteVar8x32(y, order).Store(end);
            Avx2.PermuteVar8x32(p, order).Store(end + Capacity);
            end += BitOperations.PopCount(set);
            if (TGradient.IsSet)
            {
                (Vector256.Load(gradient + i) * Avx.BlendVariable(one, p, isPositive)).Store(gradient + i);
            }
        }

        isExact = odd == Vector256<float>.Zero && !Vector256.EqualsAny(inexact.AsInt32(), Vector256<int>.AllBitsSet);
        return (nint)(end - list);
    }

    private static ulong[] Indices()
    {
        ulong[] result = new ulong[256];
        for (int set = 0; set < result.Length; set++)
        {
            int shift = 0;
            for (int i = 0; i < 8; i++)
            {
                if ((set & (1 << i)) != 0)
                {
                    result[set] |= (ulong)i << shift;
                    shift += 8;
                }
            }
        }

        return result;
    }
}
