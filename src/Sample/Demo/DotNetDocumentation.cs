using System.Globalization;
using System.Runtime.InteropServices;

namespace MLNetLoss.Sample.Demo;

/// <summary>Finds the XML documentation of .NET itself, which every SDK carries beside its reference assemblies.</summary>
internal static class DotNetDocumentation
{
    /// <summary>The places where a .NET root may be, the likeliest first, each once.</summary>
    public static IReadOnlyList<string> Candidates()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string programFiles = Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles);
        string?[] places =
        [
            Environment.GetEnvironmentVariable("DOTNET_ROOT"),
            // <root>/shared/Microsoft.NETCore.App/<version>/ is where the running runtime lives.
            Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."),
            Path.GetDirectoryName(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")),
            .. DotNetOnPath(),
            home.Length > 0 ? Path.Combine(home, ".dotnet") : null,
            .. OperatingSystem.IsWindows()
                ? new[] { programFiles.Length > 0 ? Path.Combine(programFiles, "dotnet") : null }
                : ["/usr/share/dotnet", "/usr/lib/dotnet", "/usr/lib64/dotnet", "/usr/local/share/dotnet"],
        ];
        return places
            .Where(place => !string.IsNullOrWhiteSpace(place))
            .Select(place => Path.TrimEndingDirectorySeparator(Path.GetFullPath(place!)))
            .Distinct(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary>The documentation beneath the first root that has some.</summary>
    /// <param name="candidates">Directories to look into, in this order.</param>
    /// <returns>The root and its files in a fixed order, or null where no candidate has any.</returns>
    public static (string Root, IReadOnlyList<string> Files)? Find(IEnumerable<string> candidates)
    {
        foreach (string root in candidates)
        {
            IReadOnlyList<string> files = FilesBeneath(root);
            if (files.Count > 0)
                return (root, files);
        }
        return null;
    }

    /// <summary>The files <c>packs/*.Ref/VERSION/ref/net*/*.xml</c> beneath a root, of each pack's newest version only.</summary>
    /// <param name="root">A .NET root.</param>
    public static IReadOnlyList<string> FilesBeneath(string root)
    {
        var files = new List<string>();
        foreach (string pack in Directories(Path.Combine(root, "packs"), "*.Ref"))
        {
            string? version = Directories(pack, "*").Where(d => Directory.Exists(Path.Combine(d, "ref"))).MaxBy(VersionOf);
            string? framework = version is null ? null : Directories(Path.Combine(version, "ref"), "net*").MaxBy(VersionOf);
            if (framework is not null)
                files.AddRange(Directory.EnumerateFiles(framework, "*.xml").Order(StringComparer.Ordinal));
        }
        return files;
    }

    private static IEnumerable<string> Directories(string path, string pattern) =>
        Directory.Exists(path) ? Directory.EnumerateDirectories(path, pattern).Order(StringComparer.Ordinal) : [];

    // "10.0.12", "net10.0" and "11.0.0-rc.1.25451.107" order by their numbers, a release after its previews.
    private static (Version Number, bool IsRelease, int Preview) VersionOf(string directory)
    {
        string name = Path.GetFileName(directory).TrimStart('n', 'e', 't');
        int dash = name.IndexOf('-', StringComparison.Ordinal);
        string preview = dash < 0 ? "" : string.Concat(name.AsSpan(dash).ToArray().Where(char.IsAsciiDigit).Take(9));
        return (Version.TryParse(dash < 0 ? name : name[..dash], out Version? number) ? number : new Version(0, 0),
            dash < 0,
            int.TryParse(preview, NumberStyles.None, CultureInfo.InvariantCulture, out int p) ? p : 0);
    }

    // The dotnet found on PATH is often a link into the root.
    private static IEnumerable<string?> DotNetOnPath()
    {
        string executable = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        foreach (string directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            var file = new FileInfo(Path.Combine(directory, executable));
            if (directory.Length > 0 && file.Exists)
                yield return (file.ResolveLinkTarget(returnFinalTarget: true) ?? file) is FileInfo target ? target.DirectoryName : null;
        }
    }
}
