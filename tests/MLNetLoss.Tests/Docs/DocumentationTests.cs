namespace MLNetLoss.Tests.Docs;

/// <summary>
/// Every block of C# in the README and in docs is a piece of the sources in this folder, line for line, and so is compiled and run with
/// them. Its <c>using</c> lines are among those of the same source.
/// </summary>
/// <remarks>
/// A block that cannot be compiled here stands after a line <c>&lt;!-- not compiled: why --&gt;</c>.
/// </remarks>
[TestClass]
public sealed class DocumentationTests
{
    private const string Fence = "```csharp";
    private const string Exemption = "<!-- not compiled: ";

    private static readonly (string Path, string[] Lines)[] s_sources = [.. Directory
        .EnumerateFiles(SharedData.InRepository("tests", "MLNetLoss.Tests", "Docs"), "*.cs")
        .Select(path => (path, File.ReadAllLines(path)))];

    private static IEnumerable<string> Pages => Directory
        .EnumerateFiles(SharedData.InRepository("docs"), "*.md", SearchOption.AllDirectories)
        .Append(SharedData.InRepository("README.md"));

    public static IEnumerable<object[]> Blocks =>
        from path in Pages
        from line in BlockStarts(File.ReadAllLines(path))
        select new object[] { Path.GetFileName(path), path, line };

    [TestMethod]
    [DynamicData(nameof(Blocks))]
    public void Block_IsCompiledAndRun(string name, string path, int line)
    {
        string[] block = [.. File.ReadAllLines(path).Skip(line).TakeWhile(text => !text.TrimStart().StartsWith("```", StringComparison.Ordinal))];
        string[] usings = [.. block.Where(IsUsing)];
        string[] code = Dedent([.. block.SkipWhile(text => IsUsing(text) || string.IsNullOrWhiteSpace(text))]);
        Assert.IsTrue(
            Array.Exists(s_sources, source => usings.All(source.Lines.Contains) && Contains(source.Lines, code)),
            $"{name}, line {line}: no source in tests/MLNetLoss.Tests/Docs has these lines:\n{string.Join('\n', code)}");
    }

    [TestMethod]
    public void Blocks_AreFound() => Assert.IsGreaterThan(5, Blocks.Count());

    [TestMethod]
    public void Fences_AreSpelledInOneWay()
    {
        foreach (string path in Pages)
        {
            foreach (string line in File.ReadLines(path).Select(line => line.Trim()))
            {
                bool isFence = line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal);
                string language = line.TrimStart('`', '~').Trim().ToLowerInvariant();
                if (isFence && (language.StartsWith("cs", StringComparison.Ordinal) || language.StartsWith("c#", StringComparison.Ordinal)))
                    Assert.AreEqual(Fence, line, $"{Path.GetFileName(path)}: a block that no test would see");
            }
        }
    }

    [TestMethod]
    public void Contains_LooksForWholeRunsOfLines()
    {
        string[] source = ["class A", "{", "    void B()", "    {", "", "        c();", "    }", "}"];
        Assert.IsTrue(Contains(source, ["void B()", "{", "", "    c();", "}"]));
        Assert.IsFalse(Contains(source, ["void B()", "{", "c();"]), "a line is missing");
        Assert.IsFalse(Contains(source, ["void B()", "{", "", "c();"]), "indented otherwise");
        CollectionAssert.AreEqual(new[] { 1 }, BlockStarts([Fence, "x", "```", Exemption + "reason -->", Fence, "y", "```"]).ToArray());
    }

    /// <summary>The line after each fence, from 0.</summary>
    private static IEnumerable<int> BlockStarts(string[] lines) => Enumerable.Range(0, lines.Length)
        .Where(i => lines[i].Trim() == Fence && (i == 0 || !lines[i - 1].StartsWith(Exemption, StringComparison.Ordinal)))
        .Select(i => i + 1);

    private static bool Contains(string[] source, string[] code) => Enumerable.Range(0, source.Length - code.Length + 1)
        .Any(start => Dedent(source[start..(start + code.Length)]).SequenceEqual(code));

    private static string[] Dedent(string[] lines)
    {
        int margin = lines.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return [.. lines.Select(line => line.Length == 0 ? line : line[margin..])];
    }

    private static bool IsUsing(string line) =>
        line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=') && !line.Contains('(');
}
