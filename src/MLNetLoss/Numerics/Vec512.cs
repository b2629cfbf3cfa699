using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetLoss.Numerics;

/// <summary>512 bits of lanes: 16 single or 8 double.</summary>
/// <remarks>
/// No operation calls another, or a constructor: a formula has a hundred operations, and the just-in-time compiler stops inlining after too
/// many calls.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe struct Vec512<T> : IVector<Vec512<T>>
    where T : unmanaged
{
    private Vector512<T> _v;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    public static bool IsDouble
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(double);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> Create(double value) =>
        typeof(T) == typeof(double)
            ? new() { _v = Vector512.Create(value).As<double, T>() }
            : new() { _v = Vector512.Create((float)value).As<float, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> CreateBits(ulong bits) =>
        typeof(T) == typeof(double)
            ? new() { _v = Vector512.Create(bits).As<ulong, T>() }
            : new() { _v = Vector512.Create((uint)bits).As<uint, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> Load(float* source)
    {
        if (typeof(T) == typeof(float))
        {
            return new() { _v = Vector512.Load(source).As<float, T>() };
        }

        Vector256<float> narrow = Vector256.Load(source);
        return Avx512F.IsSupported
            ? new() { _v = Avx512F.ConvertToVector512Double(narrow).As<double, T>() }
            : new() { _v = Vector512.Create(Vector256.WidenLower(narrow), Vector256.WidenUpper(narrow)).As<double, T>() };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> Load(double* source) =>
        typeof(T) == typeof(double)
            ? new() { _v = Vector512.Load(source).As<double, T>() }
            : new() { _v = Vector512.Narrow(Vector512.Load(source), Vector512.Load(source + Vector512<double>.Count)).As<float, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(float* destination)
    {
        if (typeof(T) == typeof(float))
        {
            _v.AsSingle().Store(destination);
        }
        else if (Avx512F.IsSupported)
        {
            Avx512F.ConvertToVector256Single(_v.AsDouble()).Store(destination);
        }
        else
        {
            Vector256.Narrow(_v.AsDouble().GetLower(), _v.AsDouble().GetUpper()).Store(destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(double* destination)
    {
        if (typeof(T) == typeof(double))
        {
            _v.AsDouble().Store(destination);
        }
        else
        {
            Vector512.WidenLower(_v.AsSingle()).Store(destination);
            Vector512.WidenUpper(_v.AsSingle()).Store(destination + Vector512<double>.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> operator +(Vec512<T> a, Vec512<T> b) => new() { _v = a._v + b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> operator -(Vec512<T> a, Vec512<T> b) => new() { _v = a._v - b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> operator *(Vec512<T> a, Vec512<T> b) => new() { _v = a._v * b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> operator /(Vec512<T> a, Vec512<T> b) => new() { _v = a._v / b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> FusedMultiplyAdd(Vec512<T> a, Vec512<T> b, Vec512<T> c) =>
        typeof(T) == typeof(double)
            ? new() { _v = Vector512.FusedMultiplyAdd(a._v.AsDouble(), b._v.AsDouble(), c._v.AsDouble()).As<double, T>() }
            : new() { _v = Vector512.FusedMultiplyAdd(a._v.AsSingle(), b._v.AsSingle(), c._v.AsSingle()).As<float, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> FusedNegateMultiplyAdd(Vec512<T> a, Vec512<T> b, Vec512<T> c) =>
        typeof(T) == typeof(double)
            ? new() { _v = Vector512.FusedMultiplyAdd(-a._v.AsDouble(), b._v.AsDouble(), c._v.AsDouble()).As<double, T>() }
            : new() { _v = Vector512.FusedMultiplyAdd(-a._v.AsSingle(), b._v.AsSingle(), c._v.AsSingle()).As<float, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> Abs(Vec512<T> a) => new() { _v = Vector512.Abs(a._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> Max(Vec512<T> a, Vec512<T> b) => new() { _v = Vector512.MaxNative(a._v, b._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> Min(Vec512<T> a, Vec512<T> b) => new() { _v = Vector512.MinNative(a._v, b._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> LessThan(Vec512<T> a, Vec512<T> b) => new() { _v = Vector512.LessThan(a._v, b._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> Equal(Vec512<T> a, Vec512<T> b) => new() { _v = Vector512.Equals(a._v, b._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> Select(Vec512<T> mask, Vec512<T> a, Vec512<T> b) => new() { _v = Vector512.ConditionalSelect(mask._v, a._v, b._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> And(Vec512<T> a, Vec512<T> b) => new() { _v = a._v & b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> AndNot(Vec512<T> a, Vec512<T> b) => new() { _v = Vector512.AndNot(a._v, b._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> Or(Vec512<T> a, Vec512<T> b) => new() { _v = a._v | b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> Xor(Vec512<T> a, Vec512<T> b) => new() { _v = a._v ^ b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> AddBits(Vec512<T> a, Vec512<T> b) =>
        typeof(T) == typeof(double)
            ? new() { _v = (a._v.AsUInt64() + b._v.AsUInt64()).As<ulong, T>() }
            : new() { _v = (a._v.AsUInt32() + b._v.AsUInt32()).As<uint, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> SubtractBits(Vec512<T> a, Vec512<T> b) =>
        typeof(T) == typeof(double)
            ? new() { _v = (a._v.AsUInt64() - b._v.AsUInt64()).As<ulong, T>() }
            : new() { _v = (a._v.AsUInt32() - b._v.AsUInt32()).As<uint, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> ShiftLeft(Vec512<T> a, int count) =>
        typeof(T) == typeof(double)
            ? new() { _v = (a._v.AsUInt64() << count).As<ulong, T>() }
            : new() { _v = (a._v.AsUInt32() << count).As<uint, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> ShiftRight(Vec512<T> a, int count) =>
        typeof(T) == typeof(double)
            ? new() { _v = (a._v.AsUInt64() >>> count).As<ulong, T>() }
            : new() { _v = (a._v.AsUInt32() >>> count).As<uint, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnySign(Vec512<T> a) => a._v.ExtractMostSignificantBits() != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyBit(Vec512<T> a) => a._v.AsUInt64() != Vector512<ulong>.Zero;
}
