using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetLoss.Numerics;

/// <summary>One lane, for the remainder of a span and for CPUs without vectors.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct Vec1<T>(T value) : IVector<Vec1<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    public static bool IsDouble
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(double);
    }

    /// <summary>The number itself.</summary>
    public T Value { get; } = value;

    private ulong Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsDouble ? Unsafe.BitCast<T, ulong>(Value) : Unsafe.BitCast<T, uint>(Value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> Create(double value) => new(T.CreateTruncating(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> CreateBits(ulong bits) =>
        IsDouble
            ? new(Unsafe.BitCast<ulong, T>(bits))
            : new(Unsafe.BitCast<uint, T>((uint)bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> Load(float* source) => new(T.CreateTruncating(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> Load(double* source) => new(T.CreateTruncating(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination) => *destination = float.CreateTruncating(Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* destination) => *destination = double.CreateTruncating(Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> operator +(Vec1<T> a, Vec1<T> b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> operator -(Vec1<T> a, Vec1<T> b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> operator *(Vec1<T> a, Vec1<T> b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> operator /(Vec1<T> a, Vec1<T> b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> FusedMultiplyAdd(Vec1<T> a, Vec1<T> b, Vec1<T> c) =>
        new(T.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> FusedNegateMultiplyAdd(Vec1<T> a, Vec1<T> b, Vec1<T> c) =>
        new(T.FusedMultiplyAdd(-a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> Abs(Vec1<T> a) => new(T.Abs(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> Max(Vec1<T> a, Vec1<T> b) => new(T.MaxNative(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> Min(Vec1<T> a, Vec1<T> b) => new(T.MinNative(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> LessThan(Vec1<T> a, Vec1<T> b) => Mask(a.Value < b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> Equal(Vec1<T> a, Vec1<T> b) => Mask(a.Value == b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> Select(Vec1<T> mask, Vec1<T> a, Vec1<T> b) => mask.Bits != 0 ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> And(Vec1<T> a, Vec1<T> b) => CreateBits(a.Bits & b.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> AndNot(Vec1<T> a, Vec1<T> b) => CreateBits(a.Bits & ~b.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> Or(Vec1<T> a, Vec1<T> b) => CreateBits(a.Bits | b.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> Xor(Vec1<T> a, Vec1<T> b) => CreateBits(a.Bits ^ b.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> AddBits(Vec1<T> a, Vec1<T> b) => CreateBits(a.Bits + b.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> SubtractBits(Vec1<T> a, Vec1<T> b) => CreateBits(a.Bits - b.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> ShiftLeft(Vec1<T> a, int count) => CreateBits(a.Bits << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1<T> ShiftRight(Vec1<T> a, int count) => CreateBits(a.Bits >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnySign(Vec1<T> a) => (a.Bits >> (IsDouble ? 63 : 31)) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyBit(Vec1<T> a) => a.Bits != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec1<T> Mask(bool value) => CreateBits(value ? ulong.MaxValue : 0);
}
