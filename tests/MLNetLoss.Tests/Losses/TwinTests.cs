using System.Text.RegularExpressions;

namespace MLNetLoss.Tests.Losses;

/// <summary>
/// The functions for double are those for float with another type, written out, since spans of a type parameter would not be found by
/// overload resolution where arrays are passed. So that the two never drift apart, the one file is the other with the word replaced.
/// </summary>
[TestClass]
public sealed partial class TwinTests
{
    private static string Folder => SharedData.InRepository("src", "MLNetLoss", "Losses");

    public static IEnumerable<object[]> Twins =>
        Directory.GetFiles(Folder, "*.Double.cs").Select(file => new object[] { Path.GetFileName(file) });

    [TestMethod]
    [DynamicData(nameof(Twins))]
    public void FunctionsInDouble_AreThoseInSingle(string name)
    {
        string single = File.ReadAllText(Path.Combine(Folder, name.Replace(".Double", "", StringComparison.Ordinal)));
        // A value in double needs no cast to it.
        string expected = Word().Replace(single.Replace("(float)", "", StringComparison.Ordinal), "double");
        Assert.AreEqual(expected, File.ReadAllText(Path.Combine(Folder, name)));
    }

    [TestMethod]
    public void EveryFileOfFunctions_HasATwin() => CollectionAssert.AreEquivalent(
        Directory.GetFiles(Folder, "Functional.*.cs").Where(file => !file.EndsWith(".Double.cs", StringComparison.Ordinal))
            .Select(file => Path.GetFileName(file).Replace(".cs", ".Double.cs", StringComparison.Ordinal))
            .Where(name => name != "Functional.Double.cs").ToArray(),
        Twins.Select(twin => twin[0]).ToArray());

    [GeneratedRegex(@"\bfloat\b")]
    private static partial Regex Word();
}
