using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

[TestClass]
public sealed class SpanListTests
{
    [TestMethod]
    public void GivesBackWhatWasAdded_AlsoAfterItWasCleared()
    {
        Random random = new(7);
        SpanList<int> list = new();
        for (int round = 0; round < 5; round++)
        {
            list.Clear();
            List<int[]> expected = [];
            for (int i = 0; i < 300; i++)
            {
                // Empty ones, short ones, and now and then one longer than any piece of memory.
                int length = random.Next(20) == 0 ? random.Next(100_000) : random.Next(4) == 0 ? 0 : random.Next(200);
                int[] span = [.. Enumerable.Range(0, length).Select(_ => random.Next())];
                list.Add(span);
                expected.Add(span);
            }

            for (int i = 0; i < expected.Count; i++)
                CollectionAssert.AreEqual(expected[i], list[i].ToArray());
        }
    }
}
