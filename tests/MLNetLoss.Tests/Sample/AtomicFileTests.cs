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
