using System.Runtime.CompilerServices;

namespace MLNetLoss.Tests;

/// <summary>
/// Finds data that stand beside the repository and are not part of it: the folder the environment variable MLNETLOSS_SHARED names,
/// else <c>../shared</c> beside the repository's root. A test that needs what is absent is inconclusive, with the reason.
/// </summary>
internal static class SharedData
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "MLNETLOSS_SHARED";

    /// <summary>The multi-label sets the folder holds, each with a train and a test file.</summary>
    public static IReadOnlyList<string> Sets { get; } = ["emotions", "yeast", "enron", "bibtex"];

    /// <summary>The training file of one of <see cref="Sets"/>.</summary>
    /// <param name="set">The set.</param>
    public static string Train(string set) => Require("data", $"{set}.train.txt");

    /// <summary>The test file of one of <see cref="Sets"/>.</summary>
    /// <param name="set">The set.</param>
    public static string Test(string set) => Require("data", $"{set}.test.txt");

    /// <summary>A file of the folder that must be there for the calling test to say anything.</summary>
    /// <param name="parts">The path beneath the folder, part by part.</param>
    /// <returns>The file's full path; when it is absent the test ends as inconclusive.</returns>
    public static string Require(params string[] parts)
    {
        string path = Path.Combine([Root, .. parts]);
        if (!File.Exists(path))
            Assert.Inconclusive($"{path} is absent; set {Variable} to the folder that holds {Path.Combine(parts)}.");
        return path;
    }

    /// <summary>A file of the repository itself, such as a committed golden answer.</summary>
    /// <param name="parts">The path beneath the repository's root, part by part.</param>
    public static string InRepository(params string[] parts) => Path.Combine([RepositoryRoot(), .. parts]);

    private static string Root => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder
        ? folder
        : Path.Combine(RepositoryRoot(), "..", "shared");

    private static string RepositoryRoot([CallerFilePath] string here = "")
    {
        // The build's own folder first: it holds when sources were built elsewhere, the compiled-in path when binaries were moved.
        foreach (string start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(here) ?? "" })
        {
            for (DirectoryInfo? folder = start.Length == 0 ? null : new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "MLNetLoss.sln")))
                    return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No MLNetLoss.sln above {AppContext.BaseDirectory}.");
    }
}
