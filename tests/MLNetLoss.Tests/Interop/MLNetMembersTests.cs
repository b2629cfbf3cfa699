using System.Reflection;
using MLNetLoss.Interop;

namespace MLNetLoss.Tests.Interop;

/// <summary>A new ML.NET that moves a member we touch fails here, by the member's name.</summary>
[TestClass]
public sealed class MLNetMembersTests
{
    public static IEnumerable<object[]> Names =>
        typeof(MLNetMembers).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => new object[] { property.Name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Member_Exists(string name) =>
        Assert.IsNotNull(typeof(MLNetMembers).GetProperty(name)!.GetValue(null), name);

    [TestMethod]
    public void EveryMemberOfTheListIsAsked() => Assert.HasCount(9, Names.ToArray());
}
