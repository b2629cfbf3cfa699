using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Numerics;

/// <summary>128 bits of lanes: 4 single or 2 double.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct Vec128<T>(Vector128<T> value) : IVector<Vec128<T>>
    where T : unmanaged
{
    private readonly Vector128<T> _value = value;

    public static int Count => Vector128<T>.Count;

    public static bool IsDouble => typeof(T) == typeof(double);

    private Vector128<float> Single => _value.AsSingle();

    private Vector128<double> Double => _value.AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> Create(double value) => IsDouble ? Of(Vector128.Create(value)) : Of(Vector128.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> CreateBits(ulong bits) =>
        IsDouble ? Of(Vector128.Create(bits).AsDouble()) : Of(Vector128.Create((uint)bits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> Load(float* source)
    {
        if (!IsDouble)
        {
            return Of(Vector128.Load(source));
        }

        // Two floats are eight bytes: one double's worth of them.
        Vector128<float> narrow = Vector128.CreateScalar(*(long*)source).AsSingle();
        return Of(Vector128.WidenLower(narrow));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> Load(double* source) =>
        IsDouble
            ? Of(Vector128.Load(source))
            : Of(Vector128.Narrow(Vector128.Load(source), Vector128.Load(source + Vector128<double>.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination)
    {
        if (!IsDouble)
        {
            Single.Store(destination);
            return;
        }

        *(long*)destination = Vector128.Narrow(Double, Double).AsInt64().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* destination)
    {
        if (IsDouble)
        {
            Double.Store(destination);
            return;
        }

        (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(Single);
        lower.Store(destination);
        upper.Store(destination + Vector128<double>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> operator +(Vec128<T> a, Vec128<T> b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> operator -(Vec128<T> a, Vec128<T> b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> operator *(Vec128<T> a, Vec128<T> b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> operator /(Vec128<T> a, Vec128<T> b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> FusedMultiplyAdd(Vec128<T> a, Vec128<T> b, Vec128<T> c) =>
        IsDouble
            ? Of(Vector128.FusedMultiplyAdd(a.Double, b.Double, c.Double))
            : Of(Vector128.FusedMultiplyAdd(a.Single, b.Single, c.Single));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> FusedNegateMultiplyAdd(Vec128<T> a, Vec128<T> b, Vec128<T> c) =>
        FusedMultiplyAdd(new(-a._value), b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> Abs(Vec128<T> a) => new(Vector128.Abs(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> Max(Vec128<T> a, Vec128<T> b) => new(Vector128.MaxNative(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> LessThan(Vec128<T> a, Vec128<T> b) => new(Vector128.LessThan(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> LessThanOrEqual(Vec128<T> a, Vec128<T> b) => new(Vector128.LessThanOrEqual(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> Equal(Vec128<T> a, Vec128<T> b) => new(Vector128.Equals(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> Select(Vec128<T> mask, Vec128<T> a, Vec128<T> b) =>
        new(Vector128.ConditionalSelect(mask._value, a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> And(Vec128<T> a, Vec128<T> b) => new(a._value & b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> AndNot(Vec128<T> a, Vec128<T> b) => new(Vector128.AndNot(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> Or(Vec128<T> a, Vec128<T> b) => new(a._value | b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> AddBits(Vec128<T> a, Vec128<T> b) =>
        IsDouble
            ? Of((a._value.AsUInt64() + b._value.AsUInt64()).AsDouble())
            : Of((a._value.AsUInt32() + b._value.AsUInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> SubtractBits(Vec128<T> a, Vec128<T> b) =>
        IsDouble
            ? Of((a._value.AsUInt64() - b._value.AsUInt64()).AsDouble())
            : Of((a._value.AsUInt32() - b._value.AsUInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> ShiftLeft(Vec128<T> a, int count) =>
        IsDouble ? Of((a._value.AsUInt64() << count).AsDouble()) : Of((a._value.AsUInt32() << count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128<T> ShiftRight(Vec128<T> a, int count) =>
        IsDouble ? Of((a._value.AsUInt64() >>> count).AsDouble()) : Of((a._value.AsUInt32() >>> count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(Vec128<T> mask) => mask._value.AsUInt64() == Vector128<ulong>.AllBitsSet;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec128<T> Of(Vector128<float> value) => new(value.As<float, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec128<T> Of(Vector128<double> value) => new(value.As<double, T>());
}
