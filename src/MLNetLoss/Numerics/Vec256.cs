using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetLoss.Numerics;

/// <summary>256 bits of lanes: 8 single or 4 double.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct Vec256<T>(Vector256<T> value) : IVector<Vec256<T>>
    where T : unmanaged
{
    private readonly Vector256<T> _value = value;

    public static int Count => Vector256<T>.Count;

    public static bool IsDouble => typeof(T) == typeof(double);

    private Vector256<float> Single => _value.AsSingle();

    private Vector256<double> Double => _value.AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> Create(double value) => IsDouble ? Of(Vector256.Create(value)) : Of(Vector256.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> CreateBits(ulong bits) =>
        IsDouble ? Of(Vector256.Create(bits).AsDouble()) : Of(Vector256.Create((uint)bits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> Load(float* source)
    {
        if (!IsDouble)
        {
            return Of(Vector256.Load(source));
        }

        Vector128<float> narrow = Vector128.Load(source);
        return Of(Avx.IsSupported
            ? Avx.ConvertToVector256Double(narrow)
            : Vector256.Create(Vector128.WidenLower(narrow), Vector128.WidenUpper(narrow)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> Load(double* source) =>
        IsDouble
            ? Of(Vector256.Load(source))
            : Of(Vector256.Narrow(Vector256.Load(source), Vector256.Load(source + Vector256<double>.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination)
    {
        if (!IsDouble)
        {
            Single.Store(destination);
            return;
        }

        Vector128<float> narrow = Avx.IsSupported
            ? Avx.ConvertToVector128Single(Double)
            : Vector128.Narrow(Double.GetLower(), Double.GetUpper());
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

        (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(Single);
        lower.Store(destination);
        upper.Store(destination + Vector256<double>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> operator +(Vec256<T> a, Vec256<T> b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> operator -(Vec256<T> a, Vec256<T> b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> operator *(Vec256<T> a, Vec256<T> b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> operator /(Vec256<T> a, Vec256<T> b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> FusedMultiplyAdd(Vec256<T> a, Vec256<T> b, Vec256<T> c) =>
        IsDouble
            ? Of(Vector256.FusedMultiplyAdd(a.Double, b.Double, c.Double))
            : Of(Vector256.FusedMultiplyAdd(a.Single, b.Single, c.Single));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> FusedNegateMultiplyAdd(Vec256<T> a, Vec256<T> b, Vec256<T> c) =>
        FusedMultiplyAdd(new(-a._value), b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> Abs(Vec256<T> a) => new(Vector256.Abs(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> Max(Vec256<T> a, Vec256<T> b) => new(Vector256.MaxNative(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> LessThan(Vec256<T> a, Vec256<T> b) => new(Vector256.LessThan(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> LessThanOrEqual(Vec256<T> a, Vec256<T> b) => new(Vector256.LessThanOrEqual(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> Equal(Vec256<T> a, Vec256<T> b) => new(Vector256.Equals(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> Select(Vec256<T> mask, Vec256<T> a, Vec256<T> b) =>
        new(Vector256.ConditionalSelect(mask._value, a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> And(Vec256<T> a, Vec256<T> b) => new(a._value & b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> AndNot(Vec256<T> a, Vec256<T> b) => new(Vector256.AndNot(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> Or(Vec256<T> a, Vec256<T> b) => new(a._value | b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> AddBits(Vec256<T> a, Vec256<T> b) =>
        IsDouble
            ? Of((a._value.AsUInt64() + b._value.AsUInt64()).AsDouble())
            : Of((a._value.AsUInt32() + b._value.AsUInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> SubtractBits(Vec256<T> a, Vec256<T> b) =>
        IsDouble
            ? Of((a._value.AsUInt64() - b._value.AsUInt64()).AsDouble())
            : Of((a._value.AsUInt32() - b._value.AsUInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> ShiftLeft(Vec256<T> a, int count) =>
        IsDouble ? Of((a._value.AsUInt64() << count).AsDouble()) : Of((a._value.AsUInt32() << count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> ShiftRight(Vec256<T> a, int count) =>
        IsDouble ? Of((a._value.AsUInt64() >>> count).AsDouble()) : Of((a._value.AsUInt32() >>> count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(Vec256<T> mask) => mask._value.AsUInt64() == Vector256<ulong>.AllBitsSet;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec256<T> Of(Vector256<float> value) => new(value.As<float, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec256<T> Of(Vector256<double> value) => new(value.As<double, T>());
}
