using System.Runtime.CompilerServices;

namespace MLNetLoss.Numerics;

internal static partial class Elementary
{
    /// <summary>ln(1 + exp(x)); within 2 ulp also for very negative x. Infinities give 0 and infinity, NaN gives NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus<V>(V x)
        where V : struct, IVector<V> =>
        V.Max(V.Create(0), x) + Log1POfUnit(ExpNonPositive(V.Create(0) - V.Abs(x)));

    /// <summary>The softplus of every value; <paramref name="destination"/> may be <paramref name="x"/> itself.</summary>
    /// <exception cref="ArgumentException">The destination is shorter, or overlaps with an offset.</exception>
    public static void Softplus(ReadOnlySpan<float> x, Span<float> destination) => Map(default(SoftplusMap), x, destination, VectorWidths.Best);

    /// <inheritdoc cref="Softplus(ReadOnlySpan{float}, Span{float})"/>
    public static void Softplus(ReadOnlySpan<double> x, Span<double> destination) => Map(default(SoftplusMap), x, destination, VectorWidths.Best);

    internal readonly struct SoftplusMap : IMap
    {
        public static bool SingleIsEnough => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x)
            where V : struct, IVector<V> => Softplus(x);
    }
}
