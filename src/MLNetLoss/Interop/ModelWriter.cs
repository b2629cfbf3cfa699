using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace MLNetLoss.Interop;

/// <summary>
/// Writes the state of one component: a version, then plain little-endian values, each array preceded by its length, then the SHA-256
/// of all of it, so that damage is detected.
/// </summary>
internal sealed class ModelWriter
{
    // Arrays are written in pieces, so that large ones are not copied.
    private const int PieceBytes = 1 << 16;

    private readonly BinaryWriter _writer;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Starts writing a state.</summary>
    /// <param name="writer">The destination.</param>
    /// <param name="version">The version of the state.</param>
    public ModelWriter(BinaryWriter writer, int version)
    {
        _writer = writer;
        Write(version);
    }

    /// <summary>Writes an integer.</summary>
    /// <param name="value">The number.</param>
    public void Write(int value) => WriteOne(value);

    /// <summary>Writes a double.</summary>
    /// <param name="value">The number.</param>
    public void Write(double value) => WriteOne(value);

    /// <summary>Writes a Boolean.</summary>
    /// <param name="value">The value.</param>
    public void Write(bool value) => WriteOne(value ? (byte)1 : (byte)0);

    /// <summary>Writes a string as UTF-8, preceded by its length; null is a length of -1.</summary>
    /// <param name="value">The string.</param>
    public void Write(string? value)
    {
        if (value is null)
            Write(-1);
        else
            Write<byte>(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Writes strings, preceded by their number; null is -1.</summary>
    /// <param name="values">The strings.</param>
    public void Write(IReadOnlyList<string>? values)
    {
        Write(values?.Count ?? -1);
        foreach (string value in values ?? [])
            Write(value);
    }

    /// <summary>Writes an array, preceded by its length.</summary>
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

    /// <summary>Writes the hash that ends the state.</summary>
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
