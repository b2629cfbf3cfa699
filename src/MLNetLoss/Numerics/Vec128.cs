using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Numerics;

/// <summary>128 bits of lanes: 4 single or 2 double.</summary>
/// <remarks>
/// No operation calls another, or a constructor: a formula has a hundred operations, and the just-in-time compiler stops inlining after too
/// many calls.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe struct Vec128<T> : IVector<Vec128<T>>
    where T : unmanaged
{
    private Vector128<T> _v;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Count;
    }

    public static bool IsDouble
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(double);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> Create(double value) =>
        typeof(T) == typeof(double)
            ? new() { _v = Vector128.Create(value).As<double, T>() }
            : new() { _v = Vector128.Create((float)value).As<float, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> CreateBits(ulong bits) =>
        typeof(T) == typeof(double)
            ? new() { _v = Vector128.Create(bits).As<ulong, T>() }
            : new() { _v = Vector128.Create((uint)bits).As<uint, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> Load(float* source) =>
        typeof(T) == typeof(float)
            ? new() { _v = Vector128.Load(source).As<float, T>() }
            // Two floats are eight bytes, which are loaded as one integer.
            : new() { _v = Vector128.WidenLower(Vector128.CreateScalar(*(long*)source).AsSingle()).As<double, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> Load(double* source) =>
        typeof(T) == typeof(double)
            ? new() { _v = Vector128.Load(source).As<double, T>() }
            : new() { _v = Vector128.Narrow(Vector128.Load(source), Vector128.Load(source + Vector128<double>.Count)).As<float, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(float* destination)
    {
        if (typeof(T) == typeof(float))
        {
            _v.AsSingle().Store(destination);
        }
        else
        {
            *(long*)destination = Vector128.Narrow(_v.AsDouble(), _v.AsDouble()).AsInt64().ToScalar();
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
            Vector128.WidenLower(_v.AsSingle()).Store(destination);
            Vector128.WidenUpper(_v.AsSingle()).Store(destination + Vector128<double>.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> operator +(Vec128<T> a, Vec128<T> b) => new() { _v = a._v + b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> operator -(Vec128<T> a, Vec128<T> b) => new() { _v = a._v - b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> operator *(Vec128<T> a, Vec128<T> b) => new() { _v = a._v * b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> operator /(Vec128<T> a, Vec128<T> b) => new() { _v = a._v / b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> FusedMultiplyAdd(Vec128<T> a, Vec128<T> b, Vec128<T> c) =>
        typeof(T) == typeof(double)
            ? new() { _v = Vector128.FusedMultiplyAdd(a._v.AsDouble(), b._v.AsDouble(), c._v.AsDouble()).As<double, T>() }
            : new() { _v = Vector128.FusedMultiplyAdd(a._v.AsSingle(), b._v.AsSingle(), c._v.AsSingle()).As<float, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> FusedNegateMultiplyAdd(Vec128<T> a, Vec128<T> b, Vec128<T> c) =>
        typeof(T) == typeof(double)
            ? new() { _v = Vector128.FusedMultiplyAdd(-a._v.AsDouble(), b._v.AsDouble(), c._v.AsDouble()).As<double, T>() }
            : new() { _v = Vector128.FusedMultiplyAdd(-a._v.AsSingle(), b._v.AsSingle(), c._v.AsSingle()).As<float, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> Abs(Vec128<T> a) => new() { _v = Vector128.Abs(a._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> Max(Vec128<T> a, Vec128<T> b) => new() { _v = Vector128.MaxNative(a._v, b._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> Min(Vec128<T> a, Vec128<T> b) => new() { _v = Vector128.MinNative(a._v, b._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> LessThan(Vec128<T> a, Vec128<T> b) => new() { _v = Vector128.LessThan(a._v, b._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> Equal(Vec128<T> a, Vec128<T> b) => new() { _v = Vector128.Equals(a._v, b._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> Select(Vec128<T> mask, Vec128<T> a, Vec128<T> b) => new() { _v = Vector128.ConditionalSelect(mask._v, a._v, b._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> And(Vec128<T> a, Vec128<T> b) => new() { _v = a._v & b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> AndNot(Vec128<T> a, Vec128<T> b) => new() { _v = Vector128.AndNot(a._v, b._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> Or(Vec128<T> a, Vec128<T> b) => new() { _v = a._v | b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> Xor(Vec128<T> a, Vec128<T> b) => new() { _v = a._v ^ b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> AddBits(Vec128<T> a, Vec128<T> b) =>
        typeof(T) == typeof(double)
            ? new() { _v = (a._v.AsUInt64() + b._v.AsUInt64()).As<ulong, T>() }
            : new() { _v = (a._v.AsUInt32() + b._v.AsUInt32()).As<uint, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> SubtractBits(Vec128<T> a, Vec128<T> b) =>
        typeof(T) == typeof(double)
            ? new() { _v = (a._v.AsUInt64() - b._v.AsUInt64()).As<ulong, T>() }
            : new() { _v = (a._v.AsUInt32() - b._v.AsUInt32()).As<uint, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> ShiftLeft(Vec128<T> a, int count) =>
        typeof(T) == typeof(double)
            ? new() { _v = (a._v.AsUInt64() << count).As<ulong, T>() }
            : new() { _v = (a._v.AsUInt32() << count).As<uint, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> ShiftRight(Vec128<T> a, int count) =>
        typeof(T) == typeof(double)
            ? new() { _v = (a._v.AsUInt64() >>> count).As<ulong, T>() }
            : new() { _v = (a._v.AsUInt32() >>> count).As<uint, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnySign(Vec128<T> a) => a._v.ExtractMostSignificantBits() != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyBit(Vec128<T> a) => a._v.AsUInt64() != Vector128<ulong>.Zero;
}
