using System.Text.RegularExpressions;
using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Docs;

/// <summary>What the pages under docs quote from the sources is there: messages, keys of measures, files they link to.</summary>
[TestClass]
public sealed partial class ProseTests
{
    private static readonly string[] s_sources =
    [
        .. Directory.EnumerateFiles(SharedData.InRepository("src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Contains("obj"))
            .Select(File.ReadAllText),
    ];

    public static IEnumerable<object[]> Messages => File.ReadLines(SharedData.InRepository("docs", "troubleshooting.md"))
        .Select(line => FirstCell().Match(line))
        .Where(match => match.Success)
        .Select(match => new object[] { match.Groups[1].Value });

    private static IEnumerable<string> Pages =>
        from folder in new[] { ".", "docs", Path.Combine("benchmarks", "results") }
        from path in Directory.EnumerateFiles(SharedData.InRepository(folder), "*.md")
        select path;

    public static IEnumerable<object[]> Links =>
        from path in Pages
        from Match match in Link().Matches(File.ReadAllText(path))
        select new object[] { Path.GetFileName(path), Path.GetFullPath(match.Groups[1].Value, Path.GetDirectoryName(path)!) };

    [TestMethod]
    [DynamicData(nameof(Messages))]
    public void Message_IsOneOfTheSources(string message)
    {
        string[] parts = [.. message.Split('…').Select(part => part.Trim()).Where(part => part.Length > 3)];
        Assert.IsNotEmpty(parts, message);
        Assert.IsTrue(Array.Exists(s_sources, source => parts.All(source.Contains)), $"No source holds the words of: {message}");
    }

    [TestMethod]
    public void Messages_AreFound() => Assert.IsGreaterThan(20, Messages.Count());

    [TestMethod]
    public void Measures_AreThoseOfTheLibrary()
    {
        string[] section = [.. File.ReadLines(SharedData.InRepository("docs", "choosing.md")).SkipWhile(line => line != "## The measure")];
        string[] keys = [.. section
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Code().Matches(line.Split('|')[1]))
            .Select(match => match.Groups[1].Value)];
        Assert.IsGreaterThan(10, keys.Length);
        foreach (string key in keys)
            Assert.AreEqual(key, MultiLabelMeasure.Get(key).Key);
    }

    [TestMethod]
    [DynamicData(nameof(Links))]
    public void Link_LeadsSomewhere(string page, string target) =>
        Assert.IsTrue(File.Exists(target) || Directory.Exists(target), $"{page} links to {target}");

    /// <summary>Links to a heading, of the same page or another: the page, the heading's words in small letters with dashes between them.</summary>
    [TestMethod]
    public void Anchors_AreHeadings()
    {
        int found = 0;
        foreach (string path in Pages)
        {
            foreach (Match match in Anchor().Matches(File.ReadAllText(path)))
            {
                string target = match.Groups[1].Length == 0 ? path : Path.GetFullPath(match.Groups[1].Value, Path.GetDirectoryName(path)!);
                string[] headings = [.. File.ReadLines(target)
                    .Where(line => line.StartsWith('#'))
                    .Select(line => NoWord().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'))];
                Assert.Contains(match.Groups[2].Value, headings, $"{Path.GetFileName(path)} links to {match.Value}");
                found++;
            }
        }

        Assert.IsGreaterThan(2, found);
    }

    [GeneratedRegex(@"^\| `([^`]+)` \|")]
    private static partial Regex FirstCell();

    [GeneratedRegex(@"`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?![a-z]+:)([^)#\s]*)#([^)\s]+)\)")]
    private static partial Regex Anchor();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoWord();

    /// <summary>Links to files: no address of the web, no heading of the same page.</summary>
    [GeneratedRegex(@"\]\((?![a-z]+:|#)([^)#\s]+)[^)]*\)")]
    private static partial Regex Link();
}
