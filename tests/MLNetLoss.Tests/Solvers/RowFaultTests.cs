using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

/// <summary>Rows that do not fit together, or do not stay as they were, are refused where they are met.</summary>
[TestClass]
public sealed class RowFaultTests
{
    [TestMethod]
    public void ARowOfAnotherForm_IsRefused()
    {
        var rows = new RowMatrixBuilder(3);
        Assert.Contains("A row has 2 indices but 1 values", Assert.ThrowsExactly<ArgumentException>(() => rows.Add([0, 1], [1f])).Message);
        Assert.Contains("Row 0 has 2 values; expected 3", Assert.ThrowsExactly<ArgumentException>(() => rows.Add([1f, 2])).Message);
        Assert.Contains("Index 1 of row 0 is 1; indices ascend", Assert.ThrowsExactly<ArgumentException>(() => rows.Add([1, 1], [1f, 2])).Message);
        Assert.Contains("Index 0 of row 0 is 3; indices ascend and lie in [0, 3)", Assert.ThrowsExactly<ArgumentException>(() => rows.Add([3], [1f])).Message);
        Assert.Contains("Index 0 of row 0 is -1; indices ascend", Assert.ThrowsExactly<ArgumentException>(() => rows.Add([-1], [1f])).Message);
    }

    [TestMethod]
    public void PartsOfDifferentLengths_MakeNoTrainingSet()
    {
        RowMatrix two = Zeros(2, 1), three = Zeros(3, 1);
        Assert.Contains("2 rows of features but 3 of targets", Assert.ThrowsExactly<ArgumentException>(() => new TrainingSet(two, three)).Message);
        Assert.Contains("1 row weights for 2 rows", Assert.ThrowsExactly<ArgumentException>(() => new TrainingSet(two, two, [1])).Message);
        Assert.Contains("3 x 1 weights of cells for 2 x 1", Assert.ThrowsExactly<ArgumentException>(() => new TrainingSet(two, two, null, three)).Message);
    }

    [TestMethod]
    public void RowsThatBecomeFewer_AreFound()
    {
        var solver = new GradientDescentSolver(
            new GradientDescentSettings { NumberOfIterations = 4, Threads = 1 }, new MLNetLoss.Losses.BCEWithLogitsLoss());
        var exception = Assert.ThrowsExactly<InvalidOperationException>(() => solver.Fit(
            new Shrinking(RandomRows.Make(1, 50, 3, 2)), null, null, null, null, default));
        Assert.Contains("The rows must stay the same", exception.Message);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void AnExceptionOfAnyMember_IsTheCallers(int size)
    {
        using var team = new WorkerTeam(size);
        int done = 0;
        Assert.AreEqual(size, team.Size);
        team.Run(_ => Interlocked.Increment(ref done));
        Assert.AreEqual(size, done);
        Assert.AreEqual("the last fails", Assert.ThrowsExactly<InvalidOperationException>(() => team.Run(member =>
        {
            if (member == size - 1)
                throw new InvalidOperationException("the last fails");
        })).Message);
    }

    [TestMethod]
    public void AThreadThatCannotStart_IsTheCallersException_AndTheOthersEnd()
    {
        var started = new List<Thread>();
        Assert.AreEqual("no more threads", Assert.ThrowsExactly<NotSupportedException>(() => new WorkerTeam(4, thread =>
        {
            if (started.Count == 2)
                throw new NotSupportedException("no more threads");
            thread.Start();
            started.Add(thread);
        })).Message);
        Assert.HasCount(2, started);
        Assert.IsTrue(started.TrueForAll(thread => thread.Join(10_000)));
    }

    [TestMethod]
    public void AWindowThatIsBeingRead_IsLeftWhenCancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var source = new Cancelling(RandomRows.Make(1, 50, 3, 2), cancelAt: 70, cancellation);
        Assert.ThrowsExactly<OperationCanceledException>(
            () => new GradientDescentSolver(new GradientDescentSettings { Threads = 1 }).Fit(source, cancellation: cancellation.Token));
        Assert.AreEqual(70, source.RowsRead);
    }

    [TestMethod]
    public void ValidationRows_AreReadOncePerPassAndOnceBefore()
    {
        using var cancellation = new CancellationTokenSource();
        var validation = new Cancelling(RandomRows.Make(2, 20, 3, 40), cancelAt: int.MaxValue, cancellation);
        var settings = new GradientDescentSettings { NumberOfIterations = 3, Patience = 9 };
        var source = new MemoryRowSource(RandomRows.Make(1, 50, 3, 40));
        new GradientDescentSolver(settings).Fit(source, validation: validation);
        Assert.AreEqual(20 * (1 + 3), validation.RowsRead);

        // Three blocks of labels.
        new GradientDescentSolver(settings with { MemoryBudget = 1 }).Fit(source, validation: validation);
        Assert.AreEqual(20 * (1 + 3 + 1 + (3 * 3)), validation.RowsRead);
    }

    private static RowMatrix Zeros(int rows, int columns)
    {
        var builder = new RowMatrixBuilder(columns);
        for (int row = 0; row < rows; row++)
            builder.Add(new float[columns]);
        return builder.Build();
    }

    /// <summary>Cancels when it gives the row of a number, counted from the first pass on.</summary>
    private sealed class Cancelling(TrainingSet data, int cancelAt, CancellationTokenSource cancellation) : RowSource
    {
        public int RowsRead { get; private set; }

        public override int FeatureCount => data.FeatureCount;

        public override int LabelCount => data.LabelCount;

        public override RowReader Open() => new Reader(this, new MemoryRowSource(data).Open());

        private void Count()
        {
            if (++RowsRead == cancelAt)
                cancellation.Cancel();
        }

        private sealed class Reader(Cancelling source, RowReader input) : RowReader
        {
            public override TrainingRow Current => input.Current;

            public override bool MoveNext()
            {
                bool any = input.MoveNext();
                if (any)
                    source.Count();
                return any;
            }
        }
    }

    /// <summary>Loses its last row with each pass.</summary>
    private sealed class Shrinking(TrainingSet data) : RowSource
    {
        private int _passes;

        public override int FeatureCount => data.FeatureCount;

        public override int LabelCount => data.LabelCount;

        public override RowReader Open() => new Reader(new MemoryRowSource(data).Open(), data.RowCount - _passes++);

        private sealed class Reader(RowReader input, int rows) : RowReader
        {
            private int _left = rows;

            public override TrainingRow Current => input.Current;

            public override bool MoveNext() => _left-- > 0 && input.MoveNext();
        }
    }
}
