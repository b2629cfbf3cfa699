using MLNetLoss.Sample.Demo;

namespace MLNetLoss.Tests.Sample;

[TestClass]
public class DotNetDocumentationTests
{
    [TestMethod]
    public void TakesTheNewestVersionOfEachPack()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("packs/A.Ref/9.0.11/ref/net9.0/old.xml", "");
        directory.Write("packs/A.Ref/10.0.2/ref/net9.0/older.xml", "");
        directory.Write("packs/A.Ref/10.0.2/ref/net10.0/b.xml", "");
        directory.Write("packs/A.Ref/10.0.2/ref/net10.0/a.xml", "");
        directory.Write("packs/A.Ref/10.0.2/ref/net10.0/a.dll", "");
        directory.Write("packs/A.Ref/10.0.2-rc.1.2/ref/net10.0/preview.xml", "");
        directory.Write("packs/B.Ref/11.0.0-preview.7.1/ref/net11.0/seventh.xml", "");
        directory.Write("packs/B.Ref/11.0.0-preview.6.9/ref/net11.0/sixth.xml", "");
        directory.Write("packs/C.Host/1.0.0/ref/net1.0/host.xml", "");

        string[] names = [.. DotNetDocumentation.FilesBeneath(directory.Path).Select(f => Path.GetFileName(f))];

        CollectionAssert.AreEqual(new[] { "a.xml", "b.xml", "seventh.xml" }, names);
    }

    [TestMethod]
    public void TakesTheFirstRootThatHasDocumentation()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["empty/packs"]);
        directory.Write("full/packs/A.Ref/1.0.0/ref/net8.0/a.xml", "");
        directory.Write("other/packs/A.Ref/1.0.0/ref/net8.0/a.xml", "");

        var found = DotNetDocumentation.Find([directory["missing"], directory["empty"], directory["full"], directory["other"]]);

        Assert.AreEqual(directory["full"], found?.Root);
        Assert.IsNull(DotNetDocumentation.Find([directory["missing"], directory["empty"]]));
    }

    [TestMethod]
    public void LooksBesideTheRunningRuntimeAndNowhereTwice()
    {
        IReadOnlyList<string> candidates = DotNetDocumentation.Candidates();
        Assert.IsTrue(candidates.Any(root => Directory.Exists(Path.Combine(root, "shared", "Microsoft.NETCore.App"))));
        CollectionAssert.AllItemsAreUnique(candidates.ToArray());
    }
}
