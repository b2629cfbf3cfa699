using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetLoss.Numerics;

/// <summary>256 bits of lanes: 8 single or 4 double.</summary>
/// <remarks>
/// No operation calls another, or a constructor: a formula has a hundred operations, and the just-in-time compiler stops inlining after too
/// many calls.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe struct Vec256<T> : IVector<Vec256<T>>
    where T : unmanaged
{
    private Vector256<T> _v;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Count;
    }

    public static bool IsDouble
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(double);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> Create(double value) =>
        typeof(T) == typeof(double)
            ? new() { _v = Vector256.Create(value).As<double, T>() }
            : new() { _v = Vector256.Create((float)value).As<float, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> CreateBits(ulong bits) =>
        typeof(T) == typeof(double)
            ? new() { _v = Vector256.Create(bits).As<ulong, T>() }
            : new() { _v = Vector256.Create((uint)bits).As<uint, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> Load(float* source)
    {
        if (typeof(T) == typeof(float))
        {
            return new() { _v = Vector256.Load(source).As<float, T>() };
        }

        Vector128<float> narrow = Vector128.Load(source);
        return Avx.IsSupported
            ? new() { _v = Avx.ConvertToVector256Double(narrow).As<double, T>() }
            : new() { _v = Vector256.Create(Vector128.WidenLower(narrow), Vector128.WidenUpper(narrow)).As<double, T>() };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> Load(double* source) =>
        typeof(T) == typeof(double)
            ? new() { _v = Vector256.Load(source).As<double, T>() }
            : new() { _v = Vector256.Narrow(Vector256.Load(source), Vector256.Load(source + Vector256<double>.Count)).As<float, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(float* destination)
    {
        if (typeof(T) == typeof(float))
        {
            _v.AsSingle().Store(destination);
        }
        else if (Avx.IsSupported)
        {
            Avx.ConvertToVector128Single(_v.AsDouble()).Store(destination);
        }
        else
        {
            Vector128.Narrow(_v.AsDouble().GetLower(), _v.AsDouble().GetUpper()).Store(destination);
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
            Vector256.WidenLower(_v.AsSingle()).Store(destination);
            Vector256.WidenUpper(_v.AsSingle()).Store(destination + Vector256<double>.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> operator +(Vec256<T> a, Vec256<T> b) => new() { _v = a._v + b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> operator -(Vec256<T> a, Vec256<T> b) => new() { _v = a._v - b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> operator *(Vec256<T> a, Vec256<T> b) => new() { _v = a._v * b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> operator /(Vec256<T> a, Vec256<T> b) => new() { _v = a._v / b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> FusedMultiplyAdd(Vec256<T> a, Vec256<T> b, Vec256<T> c) =>
        typeof(T) == typeof(double)
            ? new() { _v = Vector256.FusedMultiplyAdd(a._v.AsDouble(), b._v.AsDouble(), c._v.AsDouble()).As<double, T>() }
            : new() { _v = Vector256.FusedMultiplyAdd(a._v.AsSingle(), b._v.AsSingle(), c._v.AsSingle()).As<float, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> FusedNegateMultiplyAdd(Vec256<T> a, Vec256<T> b, Vec256<T> c) =>
        typeof(T) == typeof(double)
            ? new() { _v = Vector256.FusedMultiplyAdd(-a._v.AsDouble(), b._v.AsDouble(), c._v.AsDouble()).As<double, T>() }
            : new() { _v = Vector256.FusedMultiplyAdd(-a._v.AsSingle(), b._v.AsSingle(), c._v.AsSingle()).As<float, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> Abs(Vec256<T> a) => new() { _v = Vector256.Abs(a._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> Max(Vec256<T> a, Vec256<T> b) => typeof(T) == typeof(float) && Avx.IsSupported
            ? new() { _v = Avx.Max(a._v.AsSingle(), b._v.AsSingle()).As<float, T>() }
            : new() { _v = Vector256.MaxNative(a._v, b._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> Min(Vec256<T> a, Vec256<T> b) => typeof(T) == typeof(float) && Avx.IsSupported
            ? new() { _v = Avx.Min(a._v.AsSingle(), b._v.AsSingle()).As<float, T>() }
            : new() { _v = Vector256.MinNative(a._v, b._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> LessThan(Vec256<T> a, Vec256<T> b) => new() { _v = Vector256.LessThan(a._v, b._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> Equal(Vec256<T> a, Vec256<T> b) => new() { _v = Vector256.Equals(a._v, b._v) };

    // The general method compiles to three instructions where the compiler cannot see that the mask comes from a comparison.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> Select(Vec256<T> mask, Vec256<T> a, Vec256<T> b) => Avx2.IsSupported
            ? new() { _v = Avx2.BlendVariable(b._v.AsByte(), a._v.AsByte(), mask._v.AsByte()).As<byte, T>() }
            : new() { _v = Vector256.ConditionalSelect(mask._v, a._v, b._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> And(Vec256<T> a, Vec256<T> b) => new() { _v = a._v & b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> AndNot(Vec256<T> a, Vec256<T> b) => new() { _v = Vector256.AndNot(a._v, b._v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> Or(Vec256<T> a, Vec256<T> b) => new() { _v = a._v | b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> Xor(Vec256<T> a, Vec256<T> b) => new() { _v = a._v ^ b._v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> AddBits(Vec256<T> a, Vec256<T> b) =>
        typeof(T) == typeof(double)
            ? new() { _v = (a._v.AsUInt64() + b._v.AsUInt64()).As<ulong, T>() }
            : new() { _v = (a._v.AsUInt32() + b._v.AsUInt32()).As<uint, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> SubtractBits(Vec256<T> a, Vec256<T> b) =>
        typeof(T) == typeof(double)
            ? new() { _v = (a._v.AsUInt64() - b._v.AsUInt64()).As<ulong, T>() }
            : new() { _v = (a._v.AsUInt32() - b._v.AsUInt32()).As<uint, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> ShiftLeft(Vec256<T> a, int count) =>
        typeof(T) == typeof(double)
            ? new() { _v = (a._v.AsUInt64() << count).As<ulong, T>() }
            : new() { _v = (a._v.AsUInt32() << count).As<uint, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256<T> ShiftRight(Vec256<T> a, int count) =>
        typeof(T) == typeof(double)
            ? new() { _v = (a._v.AsUInt64() >>> count).As<ulong, T>() }
            : new() { _v = (a._v.AsUInt32() >>> count).As<uint, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnySign(Vec256<T> a) => a._v.ExtractMostSignificantBits() != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyBit(Vec256<T> a) => a._v.AsUInt64() != Vector256<ulong>.Zero;
}
