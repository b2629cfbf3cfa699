using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;

namespace MLNetLoss.Tests.Data;

[TestClass]
public sealed class SchemaChecksTests
{
    public static IEnumerable<object[]> Types =>
    [
        [new VectorDataViewType(NumberDataViewType.Single, 3), true, false],
        [new VectorDataViewType(NumberDataViewType.Double, 3), false, false],
        [new VectorDataViewType(NumberDataViewType.Single), false, false],
        [new VectorDataViewType(new KeyDataViewType(typeof(uint), 5), 3), false, false],
        [NumberDataViewType.Single, false, true],
        [NumberDataViewType.Double, false, false],
        [new KeyDataViewType(typeof(uint), 5), false, false],
    ];

    /// <summary>A pipeline is checked before there are data as it is on them.</summary>
    [TestMethod]
    [DynamicData(nameof(Types))]
    public void ColumnOfAnotherType_IsRefusedInSchemaAndShape(object column, bool isVector, bool isScalar)
    {
        var type = (DataViewType)column;
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("C", type);
        DataViewSchema schema = builder.ToSchema();
        SchemaShape shape = EstimatorCheck.Shape(schema);
        Check(isVector, "a vector of Single", () => SchemaChecks.FindVector(schema, "score", "C", NumberDataViewType.Single));
        Check(isVector, "a vector of Single", () => SchemaChecks.FindVector(shape, "score", "C", NumberDataViewType.Single));
        Check(isScalar, "Single", () => SchemaChecks.FindScalar(schema, "score", "C", NumberDataViewType.Single));
        Check(isScalar, "Single", () => SchemaChecks.FindScalar(shape, "score", "C", NumberDataViewType.Single));
    }

    private static void Check(bool isRight, string expected, Action find)
    {
        if (isRight)
            find();
        else
            Assert.Contains($"score column 'C': expected {expected}", Assert.ThrowsExactly<ArgumentOutOfRangeException>(find).Message);
    }
}
