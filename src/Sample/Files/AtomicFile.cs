using System.Collections.Concurrent;

namespace MLNetLoss.Sample.Files;

/// <summary>
/// Writes files completely or not at all: the content goes to a temporary file beside the target, which is renamed to the target when
/// everything is written. An existing file stays until then.
/// </summary>
internal static class AtomicFile
{
    // The longest chain of links that is followed, as on Linux; a longer one is a loop.
    private const int MostLinks = 40;

    // The temporary files that are being written; the values mean nothing.
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
        // On Unix, renaming over a read-only file succeeds, and would defeat its protection.
        if (new FileInfo(path) is { Exists: true, IsReadOnly: true })
            throw new InputException($"{option} {path}: is read-only");
        string probe = TemporaryName(path);
        try
        {
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The message names the probe, which the user has never heard of.
            throw new InputException(
                $"{option} {path}: cannot write there: {exception.Message.Replace(probe, directory, StringComparison.Ordinal)}");
        }
    }

    /// <summary>Checks, before either is opened, that an output does not replace an input.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="option">The option that named it, for the message.</param>
    /// <param name="inputPath">A file that is read.</param>
    /// <param name="inputOption">The option that named that.</param>
    /// <exception cref="InputException">They are the same file.</exception>
    public static void CheckApart(string path, string option, string inputPath, string inputOption)
    {
        string full = Path.GetFullPath(path);
        // Renaming replaces a link itself, not its target, but follows links among the directories.
        string replaced = Path.Combine(WithoutLinks(Path.GetDirectoryName(full) ?? full), Path.GetFileName(full));
        if (AreSame(full, Path.GetFullPath(inputPath)) || AreSame(replaced, WithoutLinks(Path.GetFullPath(inputPath))))
            throw new InputException($"{option} {path}: is the file of {inputOption}, which it would replace");
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; it is replaced if it exists, and keeps its permissions.</param>
    /// <param name="write">Writes the content to the path it is given.</param>
    /// <param name="cancellationToken">Nothing is begun once it is cancelled.</param>
    /// <exception cref="InputException">It could not be written.</exception>
    public static void Write(string path, Action<string> write, CancellationToken cancellationToken = default)
    {
        string temporary = TemporaryName(path);
        s_unfinished[temporary] = true;
        try
        {
            // A write that begins after cancellation could escape DeleteUnfinished.
            cancellationToken.ThrowIfCancellationRequested();
            CreateAs(temporary, path);
            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception)
        {
            File.Delete(temporary);
            // The message names the temporary file, which the user has never heard of.
            if (exception is IOException or UnauthorizedAccessException
                && exception.Message.Contains(temporary, StringComparison.Ordinal))
                throw new InputException(exception.Message.Replace(temporary, path, StringComparison.Ordinal));
            throw;
        }
        finally
        {
            s_unfinished.TryRemove(temporary, out _);
        }
    }

    /// <summary>Deletes the temporary files of unfinished writes, when the program ends without waiting for them.</summary>
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
                // Where open files cannot be deleted, it stays.
            }
        }
    }

    // From the beginning with the permissions of the file it replaces, so that nobody else can read it in the meantime.
    private static void CreateAs(string temporary, string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
            return;
        UnixFileMode mode = File.GetUnixFileMode(path);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        new FileStream(temporary, options).Dispose();
        File.SetUnixFileMode(temporary, mode);
    }

    private static bool AreSame(string one, string other) =>
        string.Equals(one, other, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>The path with all links resolved.</summary>
    private static string WithoutLinks(string fullPath, int links = 0)
    {
        string place = Path.GetPathRoot(fullPath) ?? "";
        foreach (string part in fullPath[place.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            string next = Path.Combine(place, part);
            place = links < MostLinks && new FileInfo(next).LinkTarget is { } target
                ? WithoutLinks(Path.GetFullPath(target, place), ++links)
                : next;
        }

        return place;
    }

    // Renaming over a device would replace the device itself. /dev/shm is an ordinary file system in memory.
    private static bool IsAmongDevices(string directory) => !OperatingSystem.IsWindows()
        && $"{directory}/".StartsWith("/dev/", StringComparison.Ordinal) && !$"{directory}/".StartsWith("/dev/shm/", StringComparison.Ordinal);

    // Not the file's name with a suffix, which could be too long.
    private static string TemporaryName(string path) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "", $".{Guid.NewGuid():N}.tmp");
}
