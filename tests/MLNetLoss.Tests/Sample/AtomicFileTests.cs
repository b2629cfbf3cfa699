using System.Runtime.Versioning;
using MLNetLoss.Sample;
using MLNetLoss.Sample.Files;

namespace MLNetLoss.Tests.Sample;

[TestClass]
public class AtomicFileTests
{
    [TestMethod]
    public void ReplacesTheFileWhenEverythingIsWritten()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.txt", "old");
        AtomicFile.Write(path, temporary =>
        {
            File.WriteAllText(temporary, "new");
            Assert.AreEqual("old", File.ReadAllText(path));
        });
        Assert.AreEqual("new", File.ReadAllText(path));
        CollectionAssert.AreEqual(new[] { "a.txt" }, directory.FileNames);
    }

    [TestMethod]
    public void LeavesTheOldFileAndNothingElseWhenWritingFails()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.txt", "old");
        Assert.ThrowsExactly<FormatException>(() => AtomicFile.Write(path, temporary =>
        {
            File.WriteAllText(temporary, "half");
            throw new FormatException();
        }));
        Assert.AreEqual("old", File.ReadAllText(path));
        CollectionAssert.AreEqual(new[] { "a.txt" }, directory.FileNames);
    }

    [TestMethod]
    public void ANameAsLongAsMayBeIsWritten()
    {
        using var directory = new TemporaryDirectory();
        string name = new string('a', 251) + ".txt";
        AtomicFile.CheckWritable(directory[name], "--output");
        AtomicFile.Write(directory[name], temporary => File.WriteAllText(temporary, "new"));
        CollectionAssert.AreEqual(new[] { name }, directory.FileNames);
    }

    [TestMethod]
    [DoNotParallelize]
    public void WhatIsLeftUnfinishedLeavesNothing()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.txt", "old");
        AtomicFile.Write(path, temporary =>
        {
            File.WriteAllText(temporary, "half");
            AtomicFile.DeleteUnfinished();
            CollectionAssert.AreEqual(new[] { "a.txt" }, directory.FileNames);
            File.WriteAllText(temporary, "new");
        });
        AtomicFile.DeleteUnfinished();
        Assert.AreEqual("new", File.ReadAllText(path));
        CollectionAssert.AreEqual(new[] { "a.txt" }, directory.FileNames);
    }

    [TestMethod]
    public void DevicesAreNoFilesButTheFileSystemInMemoryHasFiles()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Inconclusive("other systems have no /dev/shm");
        StringAssert.Contains(
            Assert.ThrowsExactly<InputException>(() => AtomicFile.CheckWritable("/dev/null", "--output")).Message, "/dev/null: is a device, not a file");
        AtomicFile.CheckWritable($"/dev/shm/mlnetloss-{Guid.NewGuid():N}", "--output");
    }

    [TestMethod]
    public void AReadOnlyFileIsRefusedBeforehand()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.txt", "old");
        File.SetAttributes(path, FileAttributes.ReadOnly);
        if (!new FileInfo(path).IsReadOnly)
            Assert.Inconclusive("the user may write every file");
        StringAssert.EndsWith(Assert.ThrowsExactly<InputException>(() => AtomicFile.CheckWritable(path, "--output")).Message, "a.txt: is read-only");
        File.SetAttributes(path, FileAttributes.Normal);
    }

    [TestMethod]
    [DataRow(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [DataRow(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [UnsupportedOSPlatform("windows")]
    public void AReplacedFileKeepsWhoMayReadIt(UnixFileMode mode)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.txt", "old");
        File.SetUnixFileMode(path, mode);
        AtomicFile.Write(path, temporary =>
        {
            Assert.AreEqual(mode, File.GetUnixFileMode(temporary));
            File.WriteAllText(temporary, "new");
        });
        Assert.AreEqual("new", File.ReadAllText(path));
        Assert.AreEqual(mode, File.GetUnixFileMode(path));
    }

    [TestMethod]
    public void NothingIsBegunAfterCancellation()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.txt", "old");
        Assert.ThrowsExactly<OperationCanceledException>(
            () => AtomicFile.Write(path, temporary => File.WriteAllText(temporary, "new"), new CancellationToken(canceled: true)));
        Assert.AreEqual("old", File.ReadAllText(path));
        CollectionAssert.AreEqual(new[] { "a.txt" }, directory.FileNames);
    }

    [TestMethod]
    public void ErrorsNameTheFileThatTheUserKnows()
    {
        using var directory = new TemporaryDirectory();
        string path = directory["a.txt"];
        Assert.AreEqual($"No space left on device : '{path}'", Assert.ThrowsExactly<InputException>(
            () => AtomicFile.Write(path, temporary => throw new IOException($"No space left on device : '{temporary}'"))).Message);
    }

    [TestMethod]
    public void LinksDoNotHideThatAnInputWouldBeReplaced()
    {
        using var directory = new TemporaryDirectory();
        string data = directory.Write("data.csv", "a");
        try
        {
            Directory.CreateSymbolicLink(directory["here"], directory.Path);
            File.CreateSymbolicLink(directory["link.csv"], "here/data.csv");
            File.CreateSymbolicLink(directory["loop.csv"], "loop.csv");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Assert.Inconclusive("links may not be made here");
        }
        foreach ((string output, string input) in new[]
        {
            (data, data), (directory["here/data.csv"], data), (data, directory["link.csv"]), (directory["link.csv"], directory["link.csv"]),
            (directory["here/here/data.csv"], directory["here/link.csv"]),
        })
        {
            StringAssert.EndsWith(
                Assert.ThrowsExactly<InputException>(() => AtomicFile.CheckApart(output, "--output", input, "--data")).Message,
                $"{output}: is the file of --data, which it would replace");
        }
        // The link itself is replaced, not the data it leads to.
        AtomicFile.CheckApart(directory["link.csv"], "--output", data, "--data");
        AtomicFile.CheckApart(directory["other.csv"], "--output", directory["loop.csv"], "--data");
    }

    [TestMethod]
    public void SaysBeforehandWhatCannotBeWritten()
    {
        using var directory = new TemporaryDirectory();
        AtomicFile.CheckWritable(directory["new.txt"], "--output");
        Assert.IsEmpty(directory.FileNames);
        StringAssert.Contains(
            Assert.ThrowsExactly<InputException>(() => AtomicFile.CheckWritable(directory["no/new.txt"], "--output")).Message, "there is no directory");
        StringAssert.Contains(
            Assert.ThrowsExactly<InputException>(() => AtomicFile.CheckWritable(directory.Path, "--output")).Message, "is a directory");
    }
}
