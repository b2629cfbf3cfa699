using System.Reflection;
using Microsoft.ML;
using MLNetLoss.Interop;

namespace MLNetLoss.Tests.Interop;

[TestClass]
public sealed class ModelComponentsTests
{
    [TestMethod]
    public void LoadNames_FitIntoTheHeaderAndAreUnique()
    {
        string[] names = [.. ModelComponents.All.Select(component => component.LoadName)];
        CollectionAssert.AllItemsAreUnique(names);
        Assert.IsTrue(Array.TrueForAll(names, name => name.Length is > 0 and <= 24), string.Join(", ", names));
    }

    [TestMethod]
    public void All_AreTheTransformersOfTheLibrary() => CollectionAssert.AreEquivalent(
        typeof(ModelComponents).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && typeof(ITransformer).IsAssignableFrom(type)).ToArray(),
        ModelComponents.All.Select(component => component.Type).ToArray());

    [TestMethod]
    public void EveryTransformerThatIsNamed_CanBeCreated()
    {
        foreach (Type type in ModelComponents.All.Select(component => component.Type))
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
