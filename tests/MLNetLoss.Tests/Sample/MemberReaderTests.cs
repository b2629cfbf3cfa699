using MLNetLoss.Sample.Demo;

namespace MLNetLoss.Tests.Sample;

[TestClass]
public class MemberReaderTests
{
    private const string Documentation = """
        <?xml version="1.0" encoding="utf-8"?>
        <doc>
          <assembly><name>Fixture</name></assembly>
          <members>
            <member name="T:A.B.Plain"><summary>No exceptions here.</summary></member>
            <member name="M:A.B.HTMLParser.TryReadAll(System.IO.Stream,System.Int32)">
              <summary>Reads a <see cref="T:System.IO.FileStream" /> or <see langword="null" />,
                  then <paramref name="maxCount" />.</summary>
              <param name="maxCount">The <c>most</c> to read.</param>
              <param name="empty" />
              <returns>Never part of the text.</returns>
              <exception cref="T:System.IO.IOException">Nor is this.</exception>
              <exception cref="T:System.ArgumentNullException">Twice.</exception>
              <exception cref="T:System.ArgumentNullException">Twice.</exception>
              <exception cref="!:Unresolved">Not a type.</exception>
            </member>
            <member name="M:A.B.List`1.#ctor``2(`0)"><exception cref="T:System.OverflowException" /></member>
            <member name="P:A.B.List`1.A#B#IThing{T}#SomeItem(System.Int32)"><exception cref="T:X.Y" /></member>
            <member name="T:A.B.Whole"><summary>A type.</summary><exception cref="T:X.Y" /></member>
            <member name="M:A.B.Number.op_Addition"><exception cref="T:X.Y" /></member>
            <member name="M:A.B.Empty" />
          </members>
        </doc>
        """;

    private static List<DocumentedMember> ReadFixture()
    {
        using var directory = new TemporaryDirectory();
        return MemberReader.Read(directory.Write("fixture.xml", Documentation));
    }

    [TestMethod]
    public void KeepsNameSummaryAndParametersAndShowsReferencesAsWords()
    {
        DocumentedMember member = ReadFixture()[0];
        Assert.AreEqual("M:A.B.HTMLParser.TryReadAll(System.IO.Stream,System.Int32)", member.Id);
        Assert.AreEqual("A.B.HTMLParser", member.DeclaringType);
        Assert.AreEqual("Try Read All Reads a File Stream or null , then max Count . max Count The most to read. empty", member.Text);
    }

    [TestMethod]
    public void NamesEachExceptionTypeOnceInOrder() =>
        CollectionAssert.AreEqual(new[] { "ArgumentNullException", "IOException" }, ReadFixture()[0].Exceptions);

    [TestMethod]
    public void LeavesOutMembersWithoutExceptions() =>
        CollectionAssert.AreEqual(
            new[] { "A.B.HTMLParser", "A.B.List`1", "A.B.List`1", "A.B.Whole", "A.B.Number" },
            ReadFixture().Select(member => member.DeclaringType).ToArray());

    [TestMethod]
    public void ReadsNamesOfConstructorsExplicitImplementationsTypesAndOperators() =>
        CollectionAssert.AreEqual(
            new[] { "ctor", "Some Item", "Whole A type.", "op Addition" },
            ReadFixture().Skip(1).Select(member => member.Text).ToArray());

    [TestMethod]
    public void RefusesWhatIsNoXmlAndNamesTheFile()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("broken.xml", "<doc><members><member name=\"M:A.B\"><summary>");
        var exception = Assert.ThrowsExactly<InvalidDataException>(() => MemberReader.Read(path));
        StringAssert.Contains(exception.Message, "broken.xml");
    }

    [TestMethod]
    public void StopsWhenAskedTo()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("fixture.xml", Documentation);
        Assert.ThrowsExactly<OperationCanceledException>(() => MemberReader.Read(path, new CancellationToken(canceled: true)));
    }
}
