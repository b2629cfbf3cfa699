using System.Reflection;
using Microsoft.ML;
using MLNetLoss.Interop;

namespace MLNetLoss.Tests.Interop;

[TestClass]
public sealed class ModelComponentsTests
{
    private static readonly Type[] s_components = [.. typeof(ModelComponentAttribute).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<ModelComponentAttribute>() is not null)];

    [TestMethod]
    public void LoadNames_FitIntoTheHeaderAndAreUnique()
    {
        string[] names = [.. s_components.Select(type => type.GetCustomAttribute<ModelComponentAttribute>()!.LoadName)];
        CollectionAssert.AllItemsAreUnique(names);
        Assert.IsTrue(Array.TrueForAll(names, name => name.Length is > 0 and <= 24), string.Join(", ", names));
    }

    [TestMethod]
    public void EveryTransformerThatIsMarked_CanBeCreated()
    {
        foreach (Type type in s_components)
        {
            Assert.IsNotNull(
                type.GetMethod("Create", BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Static), $"{type.Name}.Create");
            Assert.IsTrue(typeof(ITransformer).IsAssignableFrom(type), type.Name);
        }
    }

    [TestMethod]
    public void Register_Twice_DoesNothingMore()
    {
        var ml = new MLContext();
        ml.ComponentCatalog.RegisterMultiLabel();
        ml.ComponentCatalog.RegisterMultiLabel();
        Assert.IsNotNull(ml.MultiLabelClassification.Trainers);
    }

    [TestMethod]
    public void AnyUseOfOurs_RegistersTheComponents()
    {
        using var file = new Docs.TicketModel();
        Action<MLContext>[] uses =
        [
            ml => _ = ml.MultiLabelClassification,
            ml => ml.Transforms.BinaryCrossEntropy(),
            ml => ml.Transforms.BinaryCrossEntropyWithLogits(),
            ml => ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags"),
            ml => ml.Transforms.Conversion.MapVectorToLabelSet("Tags", "Label"),
        ];
        foreach (Action<MLContext> use in uses)
        {
            var ml = new MLContext();
            use(ml);
            Assert.IsNotNull(ml.Model.Load(file.Path, out _));
        }
    }
}
