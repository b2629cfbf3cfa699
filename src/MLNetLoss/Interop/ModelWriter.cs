using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace MLNetLoss.Interop;

/// <summary>
/// Writes the state of one component: a version, then plain little-endian values, each array with its length before it, then the
/// SHA-256 of all of it, so that a damaged file is known for one.
/// </summary>
internal sealed class ModelWriter
{
    // Arrays go out in pieces, so that no copy of a large one is made.
    private const int PieceBytes = 1 << 16;

    private readonly BinaryWriter _writer;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Starts the state.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="version">Its version.</param>
    public ModelWriter(BinaryWriter writer, int version)
    {
        _writer = writer;
        Write(version);
    }

    /// <summary>Writes a whole number.</summary>
    /// <param name="value">The number.</param>
    public void Write(int value) => WriteOne(value);

    /// <summary>Writes a double.</summary>
    /// <param name="value">The number.</param>
    public void Write(double value) => WriteOne(value);

    /// <summary>Writes yes or no.</summary>
    /// <param name="value">The answer.</param>
    public void Write(bool value) => WriteOne(value ? (byte)1 : (byte)0);

    /// <summary>Writes a text as UTF-8, its length before it; null as a length of -1.</summary>
    /// <param name="value">The text.</param>
    public void Write(string? value)
    {
        if (value is null)
            Write(-1);
        else
            Write<byte>(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Writes texts, their number before them; null as -1.</summary>
    /// <param name="values">The texts.</param>
    public void Write(IReadOnlyList<string>? values)
    {
        Write(values?.Count ?? -1);
        foreach (string value in values ?? [])
            Write(value);
    }

    /// <summary>Writes an array, its length before it.</summary>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="values">The elements.</param>
    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Write(values.Length);
        int piece = PieceBytes / Marshal.SizeOf<T>();
        for (; !values.IsEmpty; values = values[Math.Min(piece, values.Length)..])
            WriteBytes(MemoryMarshal.AsBytes(values[..Math.Min(piece, values.Length)]));
    }

    /// <summary>Ends the state with its hash.</summary>
    public void Finish()
    {
        _writer.Write(_hash.GetHashAndReset());
        _hash.Dispose();
    }

    private void WriteOne<T>(T value)
        where T : unmanaged
        => WriteBytes(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(ref value)));

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _writer.Write(bytes);
    }
}
