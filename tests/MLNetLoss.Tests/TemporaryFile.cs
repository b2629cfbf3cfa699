using System.Text;

namespace MLNetLoss.Tests;

/// <summary>A file that lives as long as a test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile()
    {
    }

    public TemporaryFile(string text)
        : this(Encoding.Latin1.GetBytes(text))
    {
    }

    public TemporaryFile(byte[] bytes) => File.WriteAllBytes(Path, bytes);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"mlnetloss-{Guid.NewGuid():N}.txt");

    public void Dispose() => File.Delete(Path);
}
