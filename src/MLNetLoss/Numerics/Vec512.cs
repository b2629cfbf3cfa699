using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetLoss.Numerics;

/// <summary>512 bits of lanes: 16 single or 8 double.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct Vec512<T>(Vector512<T> value) : IVector<Vec512<T>>
    where T : unmanaged
{
    private readonly Vector512<T> _value = value;

    public static int Count => Vector512<T>.Count;

    public static bool IsDouble => typeof(T) == typeof(double);

    private Vector512<float> Single => _value.AsSingle();

    private Vector512<double> Double => _value.AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> Create(double value) => IsDouble ? Of(Vector512.Create(value)) : Of(Vector512.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> CreateBits(ulong bits) =>
        IsDouble ? Of(Vector512.Create(bits).AsDouble()) : Of(Vector512.Create((uint)bits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> Load(float* source)
    {
        if (!IsDouble)
        {
            return Of(Vector512.Load(source));
        }

        Vector256<float> narrow = Vector256.Load(source);
        return Of(Avx512F.IsSupported
            ? Avx512F.ConvertToVector512Double(narrow)
            : Vector512.Create(Vector256.WidenLower(narrow), Vector256.WidenUpper(narrow)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> Load(double* source) =>
        IsDouble
            ? Of(Vector512.Load(source))
            : Of(Vector512.Narrow(Vector512.Load(source), Vector512.Load(source + Vector512<double>.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination)
    {
        if (!IsDouble)
        {
            Single.Store(destination);
            return;
        }

        Vector256<float> narrow = Avx512F.IsSupported
            ? Avx512F.ConvertToVector256Single(Double)
            : Vector256.Narrow(Double.GetLower(), Double.GetUpper());
        narrow.Store(destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* destination)
    {
        if (IsDouble)
        {
            Double.Store(destination);
            return;
        }

        (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(Single);
        lower.Store(destination);
        upper.Store(destination + Vector512<double>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> operator +(Vec512<T> a, Vec512<T> b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> operator -(Vec512<T> a, Vec512<T> b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> operator *(Vec512<T> a, Vec512<T> b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> operator /(Vec512<T> a, Vec512<T> b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> FusedMultiplyAdd(Vec512<T> a, Vec512<T> b, Vec512<T> c) =>
        IsDouble
            ? Of(Vector512.FusedMultiplyAdd(a.Double, b.Double, c.Double))
            : Of(Vector512.FusedMultiplyAdd(a.Single, b.Single, c.Single));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> FusedNegateMultiplyAdd(Vec512<T> a, Vec512<T> b, Vec512<T> c) =>
        FusedMultiplyAdd(new(-a._value), b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> Abs(Vec512<T> a) => new(Vector512.Abs(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> Max(Vec512<T> a, Vec512<T> b) => new(Vector512.MaxNative(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> LessThan(Vec512<T> a, Vec512<T> b) => new(Vector512.LessThan(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> LessThanOrEqual(Vec512<T> a, Vec512<T> b) => new(Vector512.LessThanOrEqual(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> Equal(Vec512<T> a, Vec512<T> b) => new(Vector512.Equals(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> Select(Vec512<T> mask, Vec512<T> a, Vec512<T> b) =>
        new(Vector512.ConditionalSelect(mask._value, a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> And(Vec512<T> a, Vec512<T> b) => new(a._value & b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> AndNot(Vec512<T> a, Vec512<T> b) => new(Vector512.AndNot(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> Or(Vec512<T> a, Vec512<T> b) => new(a._value | b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> AddBits(Vec512<T> a, Vec512<T> b) =>
        IsDouble
            ? Of((a._value.AsUInt64() + b._value.AsUInt64()).AsDouble())
            : Of((a._value.AsUInt32() + b._value.AsUInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> SubtractBits(Vec512<T> a, Vec512<T> b) =>
        IsDouble
            ? Of((a._value.AsUInt64() - b._value.AsUInt64()).AsDouble())
            : Of((a._value.AsUInt32() - b._value.AsUInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> ShiftLeft(Vec512<T> a, int count) =>
        IsDouble ? Of((a._value.AsUInt64() << count).AsDouble()) : Of((a._value.AsUInt32() << count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512<T> ShiftRight(Vec512<T> a, int count) =>
        IsDouble ? Of((a._value.AsUInt64() >>> count).AsDouble()) : Of((a._value.AsUInt32() >>> count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(Vec512<T> mask) => mask._value.AsUInt64() == Vector512<ulong>.AllBitsSet;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec512<T> Of(Vector512<float> value) => new(value.As<float, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec512<T> Of(Vector512<double> value) => new(value.As<double, T>());
}
