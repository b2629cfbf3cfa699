using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace MLNetLoss.Interop;

/// <summary>
/// Reads what <see cref="ModelWriter"/> wrote. The input is not trusted: a length beyond the rest of the entry is refused before
/// memory is allocated for it.
/// </summary>
internal sealed class ModelReader
{
    // Arrays are read in pieces: as bytes, one of more than 2 GB would not fit a span.
    private const int PieceBytes = 1 << 16;

    private readonly BinaryReader _reader;
    private readonly string _component;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Starts reading a state.</summary>
    /// <param name="reader">The source; its stream knows its length.</param>
    /// <param name="component">The component's name, for messages.</param>
    /// <param name="newestVersion">The newest version this code can read.</param>
    /// <exception cref="InvalidDataException">The state is damaged, or newer than that.</exception>
    public ModelReader(BinaryReader reader, string component, int newestVersion)
    {
        _reader = reader;
        _component = component;
        Version = ReadInt32();
        if (Version < 1)
            throw Damaged($"its version is {Version}");
        if (Version > newestVersion)
        {
            throw new InvalidDataException(
                $"The model's {component} was saved by a newer MLNetLoss (version {Version} of its format; this one reads up to " +
                $"{newestVersion}). Update MLNetLoss to load it.");
        }
    }

    /// <summary>The version of the state.</summary>
    public int Version { get; }

    /// <summary>Reads an integer.</summary>
    public int ReadInt32() => ReadOne<int>();

    /// <summary>Reads a double.</summary>
    public double ReadDouble() => ReadOne<double>();

    /// <summary>Reads a Boolean.</summary>
    public bool ReadBoolean() => ReadOne<byte>() switch
    {
        0 => false,
        1 => true,
        byte other => throw Damaged($"{other} stands for yes or no"),
    };

    /// <summary>Reads a string, or null.</summary>
    public string? ReadString()
    {
        int length = ReadInt32();
        return length == -1 ? null : Encoding.UTF8.GetString(ReadItems<byte>(length));
    }

    /// <summary>Reads a string that must not be null.</summary>
    public string ReadRequiredString() => ReadString() ?? throw Damaged($"a text is missing");

    /// <summary>Reads an array of strings, or null.</summary>
    public string[]? ReadStrings()
    {
        int count = ReadInt32();
        if (count == -1)
            return null;

        // Each string takes at least the four bytes of its length.
        CheckLength(count, sizeof(int));
        var values = new string[count];
        for (int i = 0; i < count; i++)
            values[i] = ReadRequiredString();
        return values;
    }

    /// <summary>Reads an array.</summary>
    /// <typeparam name="T">The type of an element.</typeparam>
    public T[] ReadArray<T>()
        where T : unmanaged
        => ReadItems<T>(ReadInt32());

    /// <summary>Reads an array that must have a given length.</summary>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="length">The length.</param>
    /// <param name="what">What the elements are, for messages.</param>
    public T[] ReadArray<T>(long length, string what)
        where T : unmanaged
    {
        int written = ReadInt32();
        return written == length ? ReadItems<T>(written) : throw Damaged($"it has {written} {what}, expected {length}");
    }

    /// <summary>Makes the exception for a state that makes no sense.</summary>
    /// <param name="what">What is wrong; its numbers are written the same in every culture.</param>
    public InvalidDataException Damaged(FormattableString what) => new($"The model's {_component} is damaged: {FormattableString.Invariant(what)}.");

    /// <summary>Checks the hash at the end against what was read.</summary>
    public void Finish()
    {
        byte[] expected = _hash.GetHashAndReset();
        _hash.Dispose();
        if (!_reader.ReadBytes(expected.Length).AsSpan().SequenceEqual(expected))
            throw Damaged($"its checksum does not match");
    }

    private T ReadOne<T>()
        where T : unmanaged
    {
        T value = default;
        Fill(MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }

    private T[] ReadItems<T>(int length)
        where T : unmanaged
    {
        CheckLength(length, Marshal.SizeOf<T>());
        var values = new T[length];
        int piece = PieceBytes / Marshal.SizeOf<T>();
        for (Span<T> rest = values; !rest.IsEmpty; rest = rest[Math.Min(piece, rest.Length)..])
            Fill(MemoryMarshal.AsBytes(rest[..Math.Min(piece, rest.Length)]));
        return values;
    }

    private void CheckLength(int length, int itemBytes)
    {
        Stream stream = _reader.BaseStream;
        if (length < 0 || (long)length * itemBytes > stream.Length - stream.Position)
            throw Damaged($"it claims {length} items, but {stream.Length - stream.Position} bytes are left");
    }

    private void Fill(Span<byte> bytes)
    {
        try
        {
            _reader.BaseStream.ReadExactly(bytes);
        }
        catch (EndOfStreamException)
        {
            throw Damaged($"it ends too early");
        }

        _hash.AppendData(bytes);
    }
}
