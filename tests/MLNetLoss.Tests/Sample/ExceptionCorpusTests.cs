using MLNetLoss.Sample.Demo;

namespace MLNetLoss.Tests.Sample;

[TestClass]
public class ExceptionCorpusTests
{
    private static string Member(string id, params string[] exceptions) =>
        $"<member name=\"{id}\"><summary>of {id[2..]}</summary>{string.Concat(exceptions.Select(e => $"<exception cref=\"T:{e}\" />"))}</member>";

    private static string File(params string[] members) => $"<doc><members>{string.Concat(members)}</members></doc>";

    [TestMethod]
    public void TakesAMemberOnceAndLeavesOutRareExceptions()
    {
        using var directory = new TemporaryDirectory();
        string first = directory.Write("1.xml", File(Member("M:A.One", "N.Often", "N.Rare"), Member("M:A.Two", "N.Often"), Member("M:A.Three", "N.Rare")));
        string second = directory.Write("2.xml", File(Member("M:A.One", "N.Rare", "N.Rarest"), Member("M:A.Four", "N.Often")));

        ExceptionCorpus corpus = ExceptionCorpus.Read([first, second], minimumOccurrences: 3);

        CollectionAssert.AreEqual(new[] { "Often" }, corpus.Exceptions.ToArray());
        CollectionAssert.AreEqual(new[] { "M:A.One", "M:A.Two", "M:A.Four" }, corpus.Members.Select(m => m.Id).ToArray());
        CollectionAssert.AreEqual(new[] { "Often" }, corpus.Members[0].Exceptions);
    }

    [TestMethod]
    public void ReportsProgressUpToTheEnd()
    {
        using var directory = new TemporaryDirectory();
        string[] files = [.. Enumerable.Range(0, 4).Select(i => directory.Write($"{i}.xml", File(Member($"M:A.M{i}", "N.E"))))];
        var progress = new MaximumProgress();
        Assert.HasCount(4, ExceptionCorpus.Read(files, minimumOccurrences: 4, progress).Members);
        Assert.AreEqual(1.0, progress.Maximum);
    }

    private sealed class MaximumProgress : IProgress<double>
    {
        private readonly Lock _lock = new();

        public double Maximum { get; private set; }

        public void Report(double value)
        {
            lock (_lock)
                Maximum = Math.Max(Maximum, value);
        }
    }
}
