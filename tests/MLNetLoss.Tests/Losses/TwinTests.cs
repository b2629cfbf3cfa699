using System.Text.RegularExpressions;

namespace MLNetLoss.Tests.Losses;

/// <summary>
/// The functions for double are those for float with the type replaced; they are not generic because C# before 14, like other languages, does
/// not infer the type parameter of a span from an array. The files are compared so that they never drift apart.
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
