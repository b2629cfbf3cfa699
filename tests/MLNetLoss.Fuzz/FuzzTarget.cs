using System.Text;

namespace MLNetLoss.Fuzz;

/// <summary>One format under attack: where inputs come from, and what must hold for every one of them.</summary>
internal abstract class FuzzTarget : IDisposable
{
    private readonly string[] _tokens;

    /// <summary>Reads the corpus.</summary>
    /// <param name="name">The target's name.</param>
    /// <param name="corpusFolder">The folder of its sound inputs.</param>
    /// <param name="tokens">What the format is made of, one character a byte.</param>
    protected FuzzTarget(string name, string corpusFolder, params string[] tokens)
    {
        Name = name;
        _tokens = tokens;
        string folder = Path.Combine(AppContext.BaseDirectory, "corpus", corpusFolder);
        CorpusFiles = [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)];
        Folder = Directory.CreateTempSubdirectory("mlnetloss-fuzz-").FullName;
    }

    public string Name { get; }

    /// <summary>No input grows beyond so many bytes.</summary>
    public virtual int Longest => 1 << 13;

    protected string[] CorpusFiles { get; }

    /// <summary>A folder for the files of one run.</summary>
    protected string Folder { get; }

    /// <summary>The targets' names.</summary>
    public static string[] Names { get; } = ["text", "table", "numbers", "entry", "model", "arguments"];

    public static FuzzTarget Create(string name) => name switch
    {
        "text" => new Targets.TextTarget(),
        "table" => new Targets.TableTarget(),
        "numbers" => new Targets.NumbersTarget(),
        "entry" => new Targets.EntryTarget(),
        "model" => new Targets.ModelTarget(),
        "arguments" => new Targets.ArgumentsTarget(),
        _ => throw new ArgumentException($"No target '{name}'; there are {string.Join(", ", Names)}.", nameof(name)),
    };

    public Mutator CreateMutator() => new(Corpus(), [.. _tokens.Select(Encoding.Latin1.GetBytes)], Longest);

    /// <summary>Tries one input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="random">Chooses what else there is to choose.</param>
    /// <returns>Whether it was taken; false when it was refused as it should be.</returns>
    /// <exception cref="FuzzException">A promise was broken.</exception>
    public abstract bool Try(byte[] input, Random random);

    public virtual void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected virtual IReadOnlyList<byte[]> Corpus() => [.. CorpusFiles.Select(File.ReadAllBytes)];

    /// <summary>Runs what must not take more memory than the input explains.</summary>
    /// <param name="limit">The most bytes that may be allocated.</param>
    /// <param name="work">The work; it may throw.</param>
    protected static T Bounded<T>(long limit, Func<T> work)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        T result;
        try
        {
            result = work();
        }
        catch (Exception) when (Taken() > limit)
        {
            throw Exceeded();
        }

        return Taken() > limit ? throw Exceeded() : result;

        long Taken() => GC.GetAllocatedBytesForCurrentThread() - before;
        FuzzException Exceeded() => new($"{Taken()} bytes were allocated, {limit} are allowed");
    }
}
