namespace MLNetLoss.Sample.Files;

/// <summary>
/// Writes files whole or not at all: the content goes to a temporary file beside the target, which takes the target's name when everything
/// is written. What stood there before stays until then.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Checks that a file can be written, before long work whose result would have nowhere to go.</summary>
    /// <param name="path">The file.</param>
    /// <param name="option">The option that named it, for the message.</param>
    /// <exception cref="InputException">It cannot be written; the message says why.</exception>
    public static void CheckWritable(string path, string option)
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "";
        if (!Directory.Exists(directory))
            throw new InputException($"{option} {path}: there is no directory {directory}");
        if (Directory.Exists(path))
            throw new InputException($"{option} {path}: is a directory, not a file");
        if (IsAmongDevices(directory))
            throw new InputException($"{option} {path}: is a device, not a file");
        try
        {
            string probe = TemporaryName(path);
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option} {path}: cannot write there: {exception.Message}");
        }
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; it is replaced if it exists.</param>
    /// <param name="write">Writes the content to the path it is given.</param>
    public static void Write(string path, Action<string> write)
    {
        string temporary = TemporaryName(path);
        try
        {
            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    // Renaming over a device would replace the device itself. Linux keeps its file system in memory there too, which is one as any other.
    private static bool IsAmongDevices(string directory) => !OperatingSystem.IsWindows()
        && $"{directory}/".StartsWith("/dev/", StringComparison.Ordinal) && !$"{directory}/".StartsWith("/dev/shm/", StringComparison.Ordinal);

    private static string TemporaryName(string path) => $"{Path.GetFullPath(path)}.{Guid.NewGuid():N}.tmp";
}
