namespace MLNetLoss.Reports;

/// <summary>
/// Writes several files into one directory, all or none: they are written to a temporary directory inside it, and moved into place when all
/// are complete. Until then earlier files remain.
/// </summary>
internal static class ReportDirectory
{
    /// <summary>Rejects a path that cannot be a directory, before any work is done.</summary>
    /// <param name="directory">The path.</param>
    /// <exception cref="IOException">It is a file, or its parent does not exist.</exception>
    public static void Check(string directory)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        if (File.Exists(full))
            throw new IOException($"{directory} is a file, not a directory.");
        if (Path.GetDirectoryName(full) is { } parent && !Directory.Exists(parent))
            throw new DirectoryNotFoundException($"{directory}: there is no directory {parent}.");
    }

    /// <summary>Writes the files.</summary>
    /// <param name="directory">The directory; it is created when its parent exists.</param>
    /// <param name="files">Names and contents; they are moved into place in this order.</param>
    public static void Write(string directory, IReadOnlyList<(string Name, byte[] Content)> files)
    {
        Check(directory);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        bool made = !Directory.Exists(full);
        string temporary = Path.Combine(full, $".{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(temporary);
            foreach ((string name, byte[] content) in files)
                File.WriteAllBytes(Path.Combine(temporary, name), content);
            foreach ((string name, _) in files)
                File.Move(Path.Combine(temporary, name), Path.Combine(full, name), overwrite: true);
            Directory.Delete(temporary);
        }
        catch
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
            if (made && Directory.Exists(full) && !Directory.EnumerateFileSystemEntries(full).Any())
                Directory.Delete(full);
            throw;
        }
    }
}
