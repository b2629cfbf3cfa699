using System.Runtime.CompilerServices;

namespace MLNetLoss.Numerics;

internal static unsafe partial class Elementary
{
    /// <summary>A function of one number, written for any width.</summary>
    internal interface IMap
    {
        /// <summary>Whether single precision gives floats within 2 ulp; if not, they are computed in double.</summary>
        static abstract bool SingleIsEnough { get; }

        /// <summary>The function, lane by lane.</summary>
        V Apply<V>(V x)
            where V : struct, IVector<V>;
    }

    /// <summary>Applies a function to every value.</summary>
    internal static void Map<TMap>(TMap map, ReadOnlySpan<float> x, Span<float> destination, VectorWidth width)
        where TMap : struct, IMap
    {
        Spans.CheckDestination(x, destination, nameof(x), nameof(destination));
        fixed (float* from = x)
        fixed (float* to = destination)
        {
            if (TMap.SingleIsEnough)
            {
                int done = width switch
                {
                    VectorWidth.Bits512 => Map<TMap, Vec512<float>>(map, from, to, 0, x.Length),
                    VectorWidth.Bits256 => Map<TMap, Vec256<float>>(map, from, to, 0, x.Length),
                    VectorWidth.Bits128 => Map<TMap, Vec128<float>>(map, from, to, 0, x.Length),
                    _ => 0,
                };
                Map<TMap, Vec1<float>>(map, from, to, done, x.Length);
            }
            else
            {
                int done = width switch
                {
                    VectorWidth.Bits512 => Map<TMap, Vec512<double>>(map, from, to, 0, x.Length),
                    VectorWidth.Bits256 => Map<TMap, Vec256<double>>(map, from, to, 0, x.Length),
                    VectorWidth.Bits128 => Map<TMap, Vec128<double>>(map, from, to, 0, x.Length),
                    _ => 0,
                };
                Map<TMap, Vec1<double>>(map, from, to, done, x.Length);
            }
        }
    }

    /// <inheritdoc cref="Map{TMap}(TMap, ReadOnlySpan{float}, Span{float}, VectorWidth)"/>
    internal static void Map<TMap>(TMap map, ReadOnlySpan<double> x, Span<double> destination, VectorWidth width)
        where TMap : struct, IMap
    {
        Spans.CheckDestination(x, destination, nameof(x), nameof(destination));
        fixed (double* from = x)
        fixed (double* to = destination)
        {
            int done = width switch
            {
                VectorWidth.Bits512 => Map<TMap, Vec512<double>>(map, from, to, 0, x.Length),
                VectorWidth.Bits256 => Map<TMap, Vec256<double>>(map, from, to, 0, x.Length),
                VectorWidth.Bits128 => Map<TMap, Vec128<double>>(map, from, to, 0, x.Length),
                _ => 0,
            };
            Map<TMap, Vec1<double>>(map, from, to, done, x.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Map<TMap, V>(TMap map, float* x, float* destination, int from, int count)
        where TMap : struct, IMap
        where V : struct, IVector<V>
    {
        int i = from;
        for (; i <= count - V.Count; i += V.Count)
        {
            map.Apply(V.Load(x + i)).Store(destination + i);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Map<TMap, V>(TMap map, double* x, double* destination, int from, int count)
        where TMap : struct, IMap
        where V : struct, IVector<V>
    {
        int i = from;
        for (; i <= count - V.Count; i += V.Count)
        {
            map.Apply(V.Load(x + i)).Store(destination + i);
        }

        return i;
    }
}
