namespace MLNetLoss.Reports;

/// <summary>
/// Writes several files into one directory, whole or not at all: each goes to a directory of its own inside, and takes its place when all are
/// written; what stood there before stays until then.
/// </summary>
internal static class ReportDirectory
{
    /// <summary>Refuses a place that cannot be a directory, so that nobody works for what cannot be written.</summary>
    /// <param name="directory">The place.</param>
    /// <exception cref="IOException">It is a file, or its parent does not exist.</exception>
    public static void Check(string directory)
    {
        string full = Path.GetFullPath(directory);
        if (File.Exists(full))
            throw new IOException($"{directory} is a file, not a directory.");
        if (Path.GetDirectoryName(full) is { } parent && !Directory.Exists(parent))
            throw new DirectoryNotFoundException($"{directory}: there is no directory {parent}.");
    }

    /// <summary>Writes the files.</summary>
    /// <param name="directory">Where to; it is made when its parent exists.</param>
    /// <param name="files">Names and contents; the last takes its place last.</param>
    public static void Write(string directory, IReadOnlyList<(string Name, byte[] Content)> files)
    {
        Check(directory);
        string full = Path.GetFullPath(directory);
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
