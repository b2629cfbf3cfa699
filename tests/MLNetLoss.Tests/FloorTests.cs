using System.Text.RegularExpressions;

namespace MLNetLoss.Tests;

/// <summary>The house has floors: a folder of the library uses those below it, and the lowest four know nothing of ML.NET.</summary>
[TestClass]
public sealed partial class FloorTests
{
    // From the ground up; Losses and Metrics stand side by side.
    private static readonly string[][] s_floors =
    [
        ["Numerics"], ["Losses", "Metrics"], ["Solvers"], ["Interop"], ["Data"], ["Transforms"], ["Trainers"], ["Evaluation"], ["Calibrators"],
        ["Catalog"],
    ];

    private static readonly string[] s_withoutMLNet = ["Numerics", "Losses", "Metrics", "Solvers"];

    private static string Library => SharedData.InRepository("src", "MLNetLoss");

    public static IEnumerable<object[]> Folders => s_floors.SelectMany(floor => floor).Select(folder => new object[] { folder });

    [TestMethod]
    public void EveryFolderHasAFloor() => CollectionAssert.AreEquivalent(
        s_floors.SelectMany(floor => floor).ToArray(),
        Directory.GetDirectories(Library).Select(path => Path.GetFileName(path)).Where(name => name is not ("bin" or "obj")).ToArray());

    [TestMethod]
    [DynamicData(nameof(Folders))]
    public void AFolderUsesThoseBelowIt(string folder)
    {
        int floor = Array.FindIndex(s_floors, folders => folders.Contains(folder));
        string[] allowed = [folder, .. s_floors[..floor].SelectMany(folders => folders)];
        foreach ((string file, string code) in Code(folder))
        {
            foreach (Match match in Ours().Matches(code))
                Assert.Contains(match.Groups[1].Value, allowed, $"{file} uses {match.Value}");
            Assert.IsFalse(s_withoutMLNet.Contains(folder) && MLNet().IsMatch(code), $"{file} uses ML.NET");
        }
    }

    [TestMethod]
    public void TheCatalogHasNoLogic()
    {
        foreach ((string file, string code) in Code("Catalog"))
            Assert.IsFalse(Loop().IsMatch(code), $"{file} has a loop; the work belongs into the folder that does it");
    }

    [TestMethod]
    public void WhatIsLookedForIsFound()
    {
        Assert.IsTrue(Ours().IsMatch("using MLNetLoss.Data;") && Ours().IsMatch("MLNetLoss.Data.Splits.LabelSets x") && MLNet().IsMatch("using Microsoft.ML;"));
        Assert.IsFalse(Ours().IsMatch("namespace MLNetLoss.Data;"));
        Assert.IsTrue(Loop().IsMatch("        foreach (int i in x)"));
        Assert.IsGreaterThan(5, Code("Data").Sum(file => Ours().Count(file.Code)));
    }

    /// <summary>The sources of a folder without their comments, which may speak of what they do not use.</summary>
    private static IEnumerable<(string File, string Code)> Code(string folder) => Directory
        .EnumerateFiles(Path.Combine(Library, folder), "*.cs", SearchOption.AllDirectories)
        .Select(file => (Path.GetRelativePath(Library, file), Comment().Replace(File.ReadAllText(file), "")));

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<!namespace )\bMLNetLoss\.([A-Z]\w+)")]
    private static partial Regex Ours();

    [GeneratedRegex(@"\bMicrosoft\.ML\b")]
    private static partial Regex MLNet();

    [GeneratedRegex(@"\b(for|foreach|while)\s*\(")]
    private static partial Regex Loop();
}
