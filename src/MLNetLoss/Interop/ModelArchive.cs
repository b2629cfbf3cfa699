using System.IO.Compression;

namespace MLNetLoss.Interop;

/// <summary>The zip archive that a model file is.</summary>
internal static class ModelArchive
{
    /// <summary>
    /// Checks that the archive holds what was written into it. ML.NET does not look, and its readers wait for ever for what a damaged
    /// length promises.
    /// </summary>
    /// <param name="stream">The archive; it is left open, at its start.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="InvalidDataException">It is no archive, or one of its parts is damaged.</exception>
    public static void Verify(Stream stream, string name)
    {
        if (!stream.CanSeek)
            throw new ArgumentException($"{name} cannot seek, and a model file is read from its end; copy it into a MemoryStream first.", nameof(stream));
        stream.Position = 0;
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var buffer = new byte[1 << 16];
            foreach (ZipArchiveEntry entry in archive.Entries)
                Verify(entry, buffer);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{name} is no model file, or a damaged one: {exception.Message}", exception);
        }

        stream.Position = 0;
    }

    private static void Verify(ZipArchiveEntry entry, byte[] buffer)
    {
        var checksum = new Crc32();
        long length = 0;
        using Stream content = entry.Open();
        // No more is unpacked than the entry says it holds.
        for (int read; length <= entry.Length && (read = content.Read(buffer)) > 0; length += read)
            checksum.Append(buffer.AsSpan(0, read));
        if (length != entry.Length)
            throw new InvalidDataException($"its part '{entry.FullName}' has another length than the {entry.Length} bytes it claims.");
        if (checksum.Value != entry.Crc32)
            throw new InvalidDataException($"the checksum of its part '{entry.FullName}' does not match.");
    }
}
