using System.IO.Compression;
using System.IO.Hashing;

namespace MLNetLoss.Sample.Files;

/// <summary>The zip archive that a model file is.</summary>
internal static class ModelArchive
{
    /// <summary>
    /// Checks that the archive holds what was written into it. ML.NET does not look, and its reader of the schema waits for ever for what a
    /// damaged length promises.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no archive, or one of its entries is damaged.</exception>
    public static void Check(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        var buffer = new byte[1 << 16];
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            var hash = new Crc32();
            long length = 0;
            using Stream content = entry.Open();
            // No more is unpacked than the entry says it holds.
            for (int read; length <= entry.Length && (read = content.Read(buffer)) > 0; length += read)
                hash.Append(buffer.AsSpan(0, read));
            if (length != entry.Length || hash.GetCurrentHashAsUInt32() != entry.Crc32)
                throw new InvalidDataException($"the checksum of its part '{entry.FullName}' does not match");
        }
    }
}
