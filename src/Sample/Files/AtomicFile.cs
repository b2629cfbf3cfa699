using System.Collections.Concurrent;

namespace MLNetLoss.Sample.Files;

/// <summary>
/// Writes files whole or not at all: the content goes to a temporary file beside the target, which takes the target's name when everything
/// is written. What stood there before stays until then.
/// </summary>
internal static class AtomicFile
{
    // What is being written; the values say nothing.
    private static readonly ConcurrentDictionary<string, bool> s_unfinished = new();

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

    /// <summary>Checks that what is written does not take the place of what is read, before either.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="option">The option that named it, for the message.</param>
    /// <param name="inputPath">A file that is read.</param>
    /// <param name="inputOption">The option that named that.</param>
    /// <exception cref="InputException">They are the same file.</exception>
    public static void CheckApart(string path, string option, string inputPath, string inputOption)
    {
        StringComparison comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (string.Equals(Path.GetFullPath(path), Path.GetFullPath(inputPath), comparison))
            throw new InputException($"{option} {path}: is the file of {inputOption}, which it would replace");
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; it is replaced if it exists.</param>
    /// <param name="write">Writes the content to the path it is given.</param>
    public static void Write(string path, Action<string> write)
    {
        string temporary = TemporaryName(path);
        s_unfinished[temporary] = true;
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
        finally
        {
            s_unfinished.TryRemove(temporary, out _);
        }
    }

    /// <summary>Deletes what writes that are still under way have written so far, when the program ends without waiting for them.</summary>
    public static void DeleteUnfinished()
    {
        foreach (string temporary in s_unfinished.Keys)
        {
            try
            {
                File.Delete(temporary);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Where open files cannot be deleted, this one stays.
            }
        }
    }

    // Renaming over a device would replace the device itself. Linux keeps its file system in memory there too, which is one as any other.
    private static bool IsAmongDevices(string directory) => !OperatingSystem.IsWindows()
        && $"{directory}/".StartsWith("/dev/", StringComparison.Ordinal) && !$"{directory}/".StartsWith("/dev/shm/", StringComparison.Ordinal);

    // Not the file's own name with something added, which may be too long when that name just is not.
    private static string TemporaryName(string path) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "", $".{Guid.NewGuid():N}.tmp");
}
