using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Loads and stores of elements whose type, float or double, is a type parameter.</summary>
internal static unsafe class Elements
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<T, V>(T* source)
        where T : unmanaged
        where V : struct, IVector<V> =>
        typeof(T) == typeof(float) ? V.Load((float*)source) : V.Load((double*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T, V>(V value, T* destination)
        where T : unmanaged
        where V : struct, IVector<V>
    {
        if (typeof(T) == typeof(float))
        {
            value.Store((float*)destination);
        }
        else
        {
            value.Store((double*)destination);
        }
    }

    /// <summary>
    /// Prefetches memory that a later block will read: the checks that a block begins with have too little work to hide the latency of memory. An
    /// address beyond the end of an array does no harm.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Read<T>(T* value)
        where T : unmanaged => typeof(T) == typeof(float) ? *(float*)value : *(double*)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T>(T* destination, double value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            *(float*)destination = (float)value;
        }
        else
        {
            *(double*)destination = value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T One<T>()
        where T : unmanaged => typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>(1) : Unsafe.BitCast<double, T>(1);
}
