using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Marks missing elements and replaces their values. All bits of a missing element's mark are set, none of another's.</summary>
internal static unsafe class Missing
{
    /// <summary>Marks the elements that the mask leaves out, if there is one, and those whose target is NaN, if these are missing. Returns their number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Mark<T>(T* target, bool* mask, bool ignoresNaN, int count, T* marks)
        where T : unmanaged
    {
        if (mask == null)
        {
            return ignoresNaN ? Mark<T, No, Yes>(target, count, marks) : 0;
        }

        MarkMasked(mask, count, marks);
        return ignoresNaN ? Mark<T, Yes, Yes>(target, count, marks) : Mark<T, Yes, No>(target, count, marks);
    }

    /// <summary>Copies values, those of missing elements replaced by the given one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Replace<T>(T* values, T* marks, int count, T replacement, T* destination)
        where T : unmanaged
    {
        Vector256<T> instead = Vector256.Create(replacement);
        int i = 0;
        for (; i <= count - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            Vector256.ConditionalSelect(Vector256.Load(marks + i), instead, Vector256.Load(values + i)).Store(destination + i);
        }

        for (; i < count; i++)
        {
            destination[i] = IsMarked(marks + i) ? replacement : values[i];
        }
    }

    /// <summary>
    /// Copies a multiple of 16 targets, those that the mask leaves out replaced by NaN. Returns whether one of the others is NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool MaskTargets(float* target, bool* mask, int count, float* destination)
    {
        Vector256<int> present = Vector256<int>.Zero;
        for (int i = 0; i < count; i += Vector128<byte>.Count)
        {
            Elements.Prefetch(mask + i + Block<float>.MaxCount);
            Elements.Prefetch(target + i + Block<float>.MaxCount);
            (Vector128<short> low, Vector128<short> high) = Vector128.Widen(Vector128.Equals(Vector128.Load((sbyte*)mask + i), Vector128<sbyte>.Zero));
            present |= MaskTargets(low, target + i, destination + i);
            present |= MaskTargets(high, target + i + Vector128<short>.Count, destination + i + Vector128<short>.Count);
        }

        return present != Vector256<int>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> MaskTargets(Vector128<short> masked, float* target, float* destination)
    {
        (Vector128<int> low, Vector128<int> high) = Vector128.Widen(masked);
        Vector256<int> mark = Vector256.Create(low, high);
        Vector256<float> t = Vector256.Load(target);
        (t.AsInt32() | mark).Store((int*)destination);
        return ~(Vector256.Equals(t, t).AsInt32() | mark);
    }

    /// <summary>Counts the marks. With <typeparamref name="TNaN"/>, adds those of targets that are NaN; otherwise there must be marks already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Mark<T, TMasked, TNaN>(T* target, int count, T* marks)
        where T : unmanaged
        where TMasked : struct, IFlag
        where TNaN : struct, IFlag
    {
        Vector256<T> total = Vector256<T>.Zero;
        int i = 0;
        for (; i <= count - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            Vector256<T> mark = TMasked.IsSet ? Vector256.Load(marks + i) : Vector256<T>.Zero;
            if (TNaN.IsSet)
            {
                Elements.Prefetch(target + i + Block<T>.MaxCount);
                Vector256<T> t = Vector256.Load(target + i);
                mark |= ~Vector256.Equals(t, t);
                mark.Store(marks + i);
            }

            // As an integer, a mark is -1.
            total = typeof(T) == typeof(float)
                ? (total.AsInt32() - mark.AsInt32()).As<int, T>()
                : (total.AsInt64() - mark.AsInt64()).As<long, T>();
        }

        int missing = typeof(T) == typeof(float) ? Vector256.Sum(total.AsInt32()) : (int)Vector256.Sum(total.AsInt64());
        for (; i < count; i++)
        {
            if (TNaN.IsSet)
            {
                SetMark(marks + i, (TMasked.IsSet && IsMarked(marks + i)) || double.IsNaN(Elements.Read(target + i)));
            }

            missing += IsMarked(marks + i) ? 1 : 0;
        }

        return missing;
    }

    /// <summary>Marks the elements that the mask leaves out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MarkMasked<T>(bool* mask, int count, T* marks)
        where T : unmanaged
    {
        int i = 0;
        for (; i <= count - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            Elements.Prefetch(mask + i + Block<T>.MaxCount);
            (Vector128<short> low, Vector128<short> high) = Vector128.Widen(Vector128.Equals(Vector128.Load((sbyte*)mask + i), Vector128<sbyte>.Zero));
            MarkMasked(low, marks + i);
            MarkMasked(high, marks + i + Vector128<short>.Count);
        }

        for (; i < count; i++)
        {
            SetMark(marks + i, !mask[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MarkMasked<T>(Vector128<short> masked, T* marks)
        where T : unmanaged
    {
        (Vector128<int> low, Vector128<int> high) = Vector128.Widen(masked);
        if (typeof(T) == typeof(float))
        {
            low.Store((int*)marks);
            high.Store((int*)marks + Vector128<int>.Count);
        }
        else
        {
            Vector256.WidenLower(Vector256.Create(low, high)).Store((long*)marks);
            Vector256.WidenUpper(Vector256.Create(low, high)).Store((long*)marks + Vector128<int>.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsMarked<T>(T* mark)
        where T : unmanaged => *(byte*)mark != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetMark<T>(T* mark, bool isMissing)
        where T : unmanaged => Unsafe.InitBlockUnaligned(mark, isMissing ? byte.MaxValue : byte.MinValue, (uint)sizeof(T));
}
