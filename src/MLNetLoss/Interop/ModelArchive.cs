using System.IO.Compression;

namespace MLNetLoss.Interop;

/// <summary>Checks model files, which are zip archives.</summary>
internal static class ModelArchive
{
    /// <summary>
    /// Checks that the archive holds what was written into it. ML.NET does not, and its readers can loop forever on a damaged
    /// length.
    /// </summary>
    /// <param name="stream">The archive; left open, positioned at its start.</param>
    /// <param name="name">The name to use for it in messages.</param>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="InvalidDataException">It is not an archive, or one of its parts is damaged.</exception>
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
            throw new InvalidDataException($"{name} is not a model file, or it is damaged: {exception.Message}", exception);
        }

        stream.Position = 0;
    }

    private static void Verify(ZipArchiveEntry entry, byte[] buffer)
    {
        var checksum = new Crc32();
        long length = 0;
        using Stream content = entry.Open();
        // Never unpacks more than the entry says it holds.
        for (int read; length <= entry.Length && (read = content.Read(buffer)) > 0; length += read)
            checksum.Append(buffer.AsSpan(0, read));
        if (length != entry.Length)
            throw new InvalidDataException($"its part '{entry.FullName}' has another length than the {entry.Length} bytes it claims.");
        if (checksum.Value != entry.Crc32)
            throw new InvalidDataException($"the checksum of its part '{entry.FullName}' does not match.");
    }
}
