using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

[TestClass]
public sealed class WorkerTeamTests
{
    [TestMethod]
    public void Members_sleep_when_there_is_no_job_and_all_wake_for_the_next()
    {
        const int Size = 4, Turns = 20;
        var jobs = new int[Size];
        using (var team = new WorkerTeam(Size))
        {
            for (int turn = 1; turn <= Turns; turn++)
            {
                Assert.IsTrue(SpinWait.SpinUntil(() => team.SleepingCount == Size - 1, TimeSpan.FromSeconds(60)), $"asleep before turn {turn}");
                team.Run(member => jobs[member]++);
                CollectionAssert.AreEqual(Enumerable.Repeat(turn, Size).ToArray(), jobs);
            }

            Assert.IsTrue(SpinWait.SpinUntil(() => team.SleepingCount == Size - 1, TimeSpan.FromSeconds(60)), "asleep at the end");
        }
    }

    [TestMethod]
    public void No_job_is_lost_when_members_fall_asleep_as_it_begins()
    {
        const int Size = 3, Turns = 300;
        var jobs = new int[Size];
        var random = new Random(1);
        using var team = new WorkerTeam(Size);
        for (int turn = 0; turn < Turns; turn++)
        {
            team.Run(member => jobs[member]++);

            // Around the millisecond after which members fall asleep.
            long until = System.Diagnostics.Stopwatch.GetTimestamp() + (long)((0.8 + (0.4 * random.NextDouble())) * System.Diagnostics.Stopwatch.Frequency / 1000);
            while (System.Diagnostics.Stopwatch.GetTimestamp() < until)
                Thread.SpinWait(10);
        }

        CollectionAssert.AreEqual(Enumerable.Repeat(Turns, Size).ToArray(), jobs);
    }

    [TestMethod]
    public void A_job_does_not_wait_for_members_that_have_not_begun()
    {
        const int Size = 4;
        var jobs = new int[Size];
        List<Thread> late = [];
        using var team = new WorkerTeam(Size, late.Add);
        for (int turn = 1; turn <= 3; turn++)
        {
            team.Run(part => jobs[part]++);
            CollectionAssert.AreEqual(Enumerable.Repeat(turn, Size).ToArray(), jobs);
        }

        // They find nothing left of the jobs that they missed.
        late.ForEach(thread => thread.Start());
        Assert.IsTrue(SpinWait.SpinUntil(() => team.SleepingCount == Size - 1, TimeSpan.FromSeconds(60)));
        CollectionAssert.AreEqual(Enumerable.Repeat(3, Size).ToArray(), jobs);
    }

    [TestMethod]
    public void The_first_part_is_the_callers_and_a_failure_reaches_it_after_all_parts()
    {
        const int Size = 3;
        int done = 0, caller = 0;
        using var team = new WorkerTeam(Size);
        var thrown = Assert.ThrowsExactly<InvalidOperationException>(() => team.Run(part =>
        {
            if (part == 0)
                caller = Environment.CurrentManagedThreadId;
            Interlocked.Increment(ref done);
            if (part == 1)
                throw new InvalidOperationException("part 1");
        }));
        Assert.AreEqual("part 1", thrown.Message);
        Assert.AreEqual(Environment.CurrentManagedThreadId, caller);
        Assert.AreEqual(Size, done);
    }
}
