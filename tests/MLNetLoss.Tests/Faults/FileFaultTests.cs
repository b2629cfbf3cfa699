using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Sample;
using MLNetLoss.Sample.Output;
using MLNetLoss.Tests.Sample;
using MLNetLoss.Tests.Trainers;

namespace MLNetLoss.Tests.Faults;

/// <summary>Disks that are full, files that vanish or shrink, targets that cannot be written, cursors closed in any order.</summary>
[TestClass]
public sealed class FileFaultTests
{
    private const int Rows = 20_000;

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void FileThatShrinksWhileRead_IsAnErrorThatSaysSo(bool sizesGiven)
    {
        using var file = new TemporaryFile(string.Concat(Enumerable.Range(0, Rows).Select(row => $"1,2 1:{row % 100} 2:1\n")));
        IDataView data = sizesGiven
            ? new MLContext().Data.LoadFromMultiLabelTextFile(file.Path, numberOfLabels: 2, numberOfFeatures: 2)
            : new MLContext().Data.LoadFromMultiLabelTextFile(file.Path);
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        Assert.IsTrue(cursor.MoveNext());
        using (var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            stream.SetLength(stream.Length / 2);
        var exception = Assert.Throws<Exception>(() =>
        {
            while (cursor.MoveNext())
            {
            }
        });
        Assert.IsInstanceOfType<IOException>(exception, exception.ToString());
        Assert.Contains("became shorter while it was read", exception.Message);
        Assert.IsFalse(cursor.MoveNext());
    }

    [TestMethod]
    public void FileThatVanishes_IsNamedByTheNextPass()
    {
        using var file = new TemporaryFile("2 3 2\n0 0:1\n1 1:1\n");
        IDataView data = new MLContext().Data.LoadFromMultiLabelTextFile(file.Path);
        File.Delete(file.Path);
        Assert.Contains(file.Path, Assert.ThrowsExactly<FileNotFoundException>(() => data.GetRowCursor(data.Schema)).Message);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(70_000)]
    public void FullDisk_StopsTheTextWriterAndClosesItsCursors(int room)
    {
        var ml = new MLContext(1);
        var view = new WatchedView(SyntheticRows.View(ml, SyntheticRows.Make(3000)));
        using var disk = new FullDisk(room);
        Assert.AreEqual(FullDisk.Message, Assert.ThrowsExactly<IOException>(() => ml.Data.SaveAsMultiLabelText(view, disk)).Message);
        Assert.AreEqual(0, view.OpenCursors);
    }

    [TestMethod]
    public void FullStandardOutput_IsOneLineAndExitCode1()
    {
        using var directory = new TemporaryDirectory();
        string data = directory.Write("a.txt", SampleData.TextFormat(60, 1)), model = directory["m.zip"];
        CommandLineRun.Of("train", "--data", data, "--model", model).Succeeded();
        using var output = new StreamWriter(new FullDisk(100)) { AutoFlush = true };
        using var error = new StringWriter();
        Assert.AreEqual(1, CommandLine.Run(["predict", "--model", model, "--data", data], new Terminal(TextReader.Null, output, error)));
        Assert.AreEqual($"error: standard output: cannot be written: {FullDisk.Message}", error.ToString().Trim());
    }

    [TestMethod]
    public void ModelPathThatIsADirectory_IsRefusedBeforeTraining()
    {
        using var directory = new TemporaryDirectory();
        string data = directory.Write("a.txt", SampleData.TextFormat(20, 1));
        Directory.CreateDirectory(directory["m.zip"]);
        CommandLineRun.Of("train", "--data", data, "--model", directory["m.zip"]).FailedNaming("--model", "is a directory");
    }

    [TestMethod]
    public void ModelPathThatIsReadOnly_IsRefusedBeforeTraining()
    {
        if (OperatingSystem.IsWindows())
            return;
        if (Environment.UserName == "root")
            Assert.Inconclusive("permissions do not bind this user");
        using var directory = new TemporaryDirectory();
        string data = directory.Write("a.txt", SampleData.TextFormat(20, 1));
        string locked = Directory.CreateDirectory(directory["locked"]).FullName;
        File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        CommandLineRun.Of("train", "--data", data, "--model", Path.Combine(locked, "m.zip")).FailedNaming("--model", "cannot write there");
        File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [TestMethod]
    public void Train_CancelledAtAnyMoment_LeavesAWholeModelOrNone()
    {
        using var directory = new TemporaryDirectory();
        string data = directory.Write("a.txt", SampleData.TextFormat(400, 1)), model = directory["m.zip"];
        var random = new Random(3);
        for (int turn = 0; turn < 8; turn++)
        {
            using var cancellation = new CancellationTokenSource(random.Next(30));
            CommandLineRun run = CommandLineRun.Of(cancellation.Token, "train", "--data", data, "--model", model, "--iterations", "40");
            Assert.IsTrue(run.ExitCode is 0 or 130, run.Error);
            CollectionAssert.IsSubsetOf(directory.FileNames, new[] { "a.txt", "m.zip" });
            if (File.Exists(model))
                CommandLineRun.Of("evaluate", "--model", model, "--data", data, "--json").Succeeded();
            File.Delete(model);
        }
    }

    [TestMethod]
    public void CursorsClosedInAnyOrder_DisturbNoOther()
    {
        var ml = new MLContext(1);
        var view = new WatchedView(SyntheticRows.View(ml, SyntheticRows.Make(40)));
        IDataView scored = ml.MultiLabelClassification.Trainers.LogisticRegression().Fit(view).Transform(view);
        string[] expected = EstimatorCheck.Rows(scored);
        DataViewRowCursor[] cursors = [.. Enumerable.Range(0, 4).Select(_ => scored.GetRowCursor(scored.Schema))];
        for (int i = 0; i < cursors.Length; i++)
            Assert.IsTrue(cursors[i].MoveNext());
        foreach (int i in (int[])[2, 0, 3, 0, 2])
            cursors[i].Dispose();
        Assert.AreEqual(1, view.OpenCursors);
        CollectionAssert.AreEqual(expected, EstimatorCheck.Rows(scored));
        int left = 1;
        while (cursors[1].MoveNext())
            left++;
        Assert.AreEqual(expected.Length, left);
        cursors[1].Dispose();
        Assert.AreEqual(0, view.OpenCursors);
    }

    [TestMethod]
    public void TextCursorClosed_GivesNothingMore()
    {
        using var file = new TemporaryFile("2 3 2\n0 0:1\n1 1:1\n");
        IDataView data = new MLContext().Data.LoadFromMultiLabelTextFile(file.Path);
        DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]);
        Assert.IsTrue(cursor.MoveNext());
        cursor.Dispose();
        cursor.Dispose();
        Assert.IsFalse(cursor.MoveNext());
        VBuffer<float> value = default;
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value));
    }

    /// <summary>Takes so many bytes and no more.</summary>
    private sealed class FullDisk(int room) : MemoryStream
    {
        public const string Message = "No space left on device";

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Position + count > room)
                throw new IOException(Message);
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

        public override void WriteByte(byte value) => Write([value], 0, 1);
    }
}
