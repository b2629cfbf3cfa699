using Microsoft.ML;
using MLNetLoss.Losses;
using MLNetLoss.Tests.Trainers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Faults;

/// <summary>
/// Long work that is stopped, or fails, at any moment: the caller gets the exception, every cursor is closed, no thread goes on.
/// Not parallel: the threads of the process are looked at.
/// </summary>
[TestClass]
[DoNotParallelize]
public sealed class WorkFaultTests
{
    private static readonly string[] s_work =
        ["gradient descent", "gradient descent, streamed", "logistic regression", "evaluate", "cross-validate"];

    private static readonly MLContext s_ml = new(1);
    private static readonly IDataView s_rows = SyntheticRows.View(s_ml, SyntheticRows.Make(120));
    private static readonly MultiLabelPredictionTransformer s_model = s_ml.MultiLabelClassification.Trainers.LogisticRegression().Fit(s_rows);

    public static IEnumerable<object[]> Work => s_work.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Work))]
    public void Cancelled_AtAnyRow_EndsAndLeavesNothing(string name)
    {
        var whole = new WatchedView(s_rows);
        Run(name, whole, null, CancellationToken.None);
        var random = new Random(5);
        for (int turn = 0; turn < 12; turn++)
        {
            using var source = new CancellationTokenSource();
            // The last row of all is too late to be seen.
            int at = random.Next(whole.RowsRead - 1);
            var view = new WatchedView(s_rows, row =>
            {
                if (row == at)
                    source.Cancel();
            });
            Assert.Throws<OperationCanceledException>(() => Run(name, view, null, source.Token), $"{name}, row {at} of {whole.RowsRead}");
            AssertNothingIsLeft(view, $"{name}, row {at}");
        }
    }

    [TestMethod]
    [DataRow("gradient descent")]
    [DataRow("gradient descent, streamed")]
    [DataRow("logistic regression")]
    public void Cancelled_AtAnyReport_EndsAndLeavesNothing(string name)
    {
        int reports = 0;
        Run(name, new WatchedView(s_rows), _ => reports++, CancellationToken.None);
        for (int at = 1; at < reports; at += 1 + (reports / 6))
        {
            using var source = new CancellationTokenSource();
            int heard = 0;
            var view = new WatchedView(s_rows);
            int last = at;
            Assert.Throws<OperationCanceledException>(() => Run(name, view, _ =>
            {
                if (++heard == last)
                    source.Cancel();
            }, source.Token), $"{name}, report {at} of {reports}");
            AssertNothingIsLeft(view, $"{name}, report {at}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Work))]
    public void DataThatFail_AtAnyRow_SayWhyAndLeaveNothing(string name)
    {
        var whole = new WatchedView(s_rows);
        Run(name, whole, null, CancellationToken.None);
        var random = new Random(6);
        for (int turn = 0; turn < 12; turn++)
        {
            int at = random.Next(whole.RowsRead);
            var view = new WatchedView(s_rows, row =>
            {
                if (row == at)
                    throw new IOException("the disk is gone");
            });
            Exception exception = Assert.Throws<Exception>(() => Run(name, view, null, CancellationToken.None), $"{name}, row {at}");
            Assert.Contains("the disk is gone", exception.ToString(), $"{name}, row {at}");
            AssertNothingIsLeft(view, $"{name}, row {at}");
        }
    }

    [TestMethod]
    [DataRow("gradient descent")]
    [DataRow("gradient descent, streamed")]
    [DataRow("logistic regression")]
    public void ProgressHandlerThatThrows_IsHeardAndLeavesNothing(string name)
    {
        var view = new WatchedView(s_rows);
        var thrown = Assert.ThrowsExactly<NotSupportedException>(() => Run(name, view, _ => throw new NotSupportedException("no"), default), name);
        Assert.AreEqual("no", thrown.Message);
        AssertNothingIsLeft(view, name);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(1000)]
    public void LossThatThrows_IsHeardAndLeavesNothing(int after)
    {
        var view = new WatchedView(s_rows);
        var trainer = s_ml.MultiLabelClassification.Trainers.GradientDescent(new GradientDescentTrainer.Options
        {
            Loss = new FailingLoss(after),
            Threads = 2,
        });
        Assert.AreEqual("a fault in a loss", Assert.ThrowsExactly<NotSupportedException>(() => trainer.Fit(view)).Message);
        AssertNothingIsLeft(view, $"after {after}");
    }

    [TestMethod]
    public void LogHandlerThatThrows_LeavesNoCursorOpen()
    {
        var ml = new MLContext(1);
        ml.Log += (_, e) =>
        {
            if (e.Message.Contains("Iteration", StringComparison.Ordinal))
                throw new NotSupportedException("no log");
        };
        var view = new WatchedView(s_rows);
        Assert.Throws<Exception>(() => ml.MultiLabelClassification.Trainers.GradientDescent().Fit(view));
        AssertNothingIsLeft(view, "log");
    }

    private static void Run(string name, IDataView data, Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        IProgress<TrainingProgress>? reports = progress is null ? null : new Callback(progress);
        switch (name)
        {
            case "gradient descent" or "gradient descent, streamed":
                s_ml.MultiLabelClassification.Trainers.GradientDescent(new GradientDescentTrainer.Options
                {
                    CacheInMemory = name == "gradient descent",
                    NumberOfIterations = 3,
                    Threads = 2,
                    Progress = reports,
                    CancellationToken = cancellation,
                }).Fit(data);
                break;
            case "logistic regression":
                s_ml.MultiLabelClassification.Trainers.LogisticRegression(new LogisticRegressionTrainer.Options
                {
                    Threads = 2,
                    Progress = reports,
                    CancellationToken = cancellation,
                }).Fit(data);
                break;
            case "evaluate":
                s_ml.MultiLabelClassification.Evaluate(s_model.Transform(data), cancellationToken: cancellation);
                break;
            default:
                s_ml.MultiLabelClassification.CrossValidate(
                    data, s_ml.MultiLabelClassification.Trainers.GradientDescent(numberOfIterations: 2), numberOfFolds: 2,
                    numberOfThreads: 2, cancellationToken: cancellation);
                break;
        }
    }

    private static void AssertNothingIsLeft(WatchedView view, string what)
    {
        Assert.AreEqual(0, view.OpenCursors, $"{what}: cursors are left open");
        if (!OperatingSystem.IsLinux())
            return;
        // A thread that has ended may stay listed for a moment.
        Assert.IsTrue(SpinWait.SpinUntil(() => OurThreads().Length == 0, 10_000), $"{what}: {string.Join(", ", OurThreads())} go on");
    }

    // Linux keeps fifteen characters of a name.
    private static string[] OurThreads() => [.. Directory.GetDirectories("/proc/self/task").Select(NameOf)
        .Where(name => name.StartsWith("Gradient desc", StringComparison.Ordinal) || name.StartsWith("MLNetLoss", StringComparison.Ordinal) && !name.Contains("Tests", StringComparison.Ordinal) && name.Contains("log", StringComparison.Ordinal))];

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }

    private sealed class Callback(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }

    private sealed class FailingLoss(int after) : MultiLabelLoss(Reduction.Mean)
    {
        private int _calls;

        protected internal override double ElementLoss(double input, double target, out double derivative)
        {
            if (Interlocked.Increment(ref _calls) > after)
                throw new NotSupportedException("a fault in a loss");
            derivative = input - target;
            return derivative * derivative / 2;
        }
    }
}
