using System.Runtime.CompilerServices;

namespace MLNetLoss.Numerics;

internal static partial class Elementary
{
    /// <summary>1 / (1 + exp(-x)); within 3 ulp also for very negative x (in single precision; over spans of floats within 1). Infinities give 0 and 1, NaN gives NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x)
        where V : struct, IVector<V>
    {
        V e = ExpNonPositive(V.Create(0) - V.Abs(x));
        V one = V.Create(1);
        return V.Select(V.LessThan(x, V.Create(0)), e, one) / (one + e);
    }

    /// <summary>The sigmoid of every value; <paramref name="destination"/> may be <paramref name="x"/> itself.</summary>
    /// <exception cref="ArgumentException">The destination is shorter, or overlaps with an offset.</exception>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> destination) => Map(default(SigmoidMap), x, destination, VectorWidths.Best);

    /// <inheritdoc cref="Sigmoid(ReadOnlySpan{float}, Span{float})"/>
    public static void Sigmoid(ReadOnlySpan<double> x, Span<double> destination) => Map(default(SigmoidMap), x, destination, VectorWidths.Best);

    internal readonly struct SigmoidMap : IMap
    {
        public static bool SingleIsEnough => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x)
            where V : struct, IVector<V> => Sigmoid(x);
    }
}
