using Microsoft.ML;

namespace MLNetLoss.Tests.Catalog;

[TestClass]
public class MultiLabelTextCatalogTests
{
    private readonly DataOperationsCatalog _data = new MLContext().Data;

    [TestMethod]
    public void Bad_arguments_are_named()
    {
        Assert.AreEqual("path", Assert.Throws<ArgumentException>(() => _data.LoadFromMultiLabelTextFile(null!)).ParamName);
        Assert.AreEqual("path", Assert.Throws<ArgumentException>(() => _data.LoadFromMultiLabelTextFile("")).ParamName);
        Assert.AreEqual("labelColumnName", Assert.Throws<ArgumentException>(() => _data.LoadFromMultiLabelTextFile("f", "")).ParamName);
        Assert.AreEqual("featureColumnName", Assert.Throws<ArgumentException>(() => _data.LoadFromMultiLabelTextFile("f", "A", "A")).ParamName);
        Assert.AreEqual("numberOfLabels", Assert.Throws<ArgumentException>(() => _data.LoadFromMultiLabelTextFile("f", numberOfLabels: 0)).ParamName);
        Assert.AreEqual("numberOfFeatures", Assert.Throws<ArgumentException>(() => _data.LoadFromMultiLabelTextFile("f", numberOfFeatures: -1)).ParamName);
    }

    [TestMethod]
    public void A_missing_file_is_named()
    {
        string path = Path.Combine(Path.GetTempPath(), "no such file.txt");
        StringAssert.Contains(Assert.ThrowsExactly<FileNotFoundException>(() => _data.LoadFromMultiLabelTextFile(path)).Message, path, StringComparison.Ordinal);
    }
}
