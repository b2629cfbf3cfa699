using System.Text;
using System.Text.Json;
using MLNetLoss.Sample;
using MLNetLoss.Sample.Output;

namespace MLNetLoss.Fuzz.Targets;

/// <summary>
/// The command line's arguments, one a line of the input: whatever they are, the program ends by itself or when it is asked to, and a
/// failure is exit code 1 and one line on standard error. It works in a folder of its own.
/// </summary>
internal sealed class ArgumentsTarget : FuzzTarget
{
    // Arguments may ask for a billion iterations; whoever does stops them by hand.
    private static readonly TimeSpan s_untilStopped = TimeSpan.FromSeconds(0.2);
    private static readonly string[] s_commands = ["train", "evaluate", "predict", "tune"];
    private static readonly string[] s_progress =
        ["warning: ", "Saved the model to ", "Training: ", "Tuning: ", "Evaluating: ", "Evaluating and drawing the report: ", "Report: "];
    private static readonly string[] s_unlikeResults = ["-h", "-?", "/?", "/h", "--help", "--version"];

    private readonly string _data;
    private readonly Dictionary<string, byte[]> _files;

    public ArgumentsTarget()
        : base(
            "arguments", "arguments",
            "\n", "--", "-", "=", ":", "\"", "@", "@a.txt", "--help", "--json", "--model", "--data", "--test", "--text", "--labels", "--separator",
            "--trainer", "logistic-regression", "gradient-descent", "--loss", "bce", "--l2", "--no-bias", "--iterations", "--threads", "--seed",
            "--scores", "--targets", "--logits", "--probabilities", "--threshold", "--top", "--output", "train", "evaluate", "predict", "tune", "demo",
            "--objective", "samples-f", "--beta", "--min-precision", "--min-recall", "--max-miss-rate", "--thresholds", "one", "--unreachable", "--min-positives",
            "--per-label", "rare", "--report", "r.html",
            "[diagram]", "[suggest]", "\u001b[31m", "true", "false", "a.txt", "a.csv", "m.zip", "o.csv", "s.csv", "t.csv", "\0", "\u00A0", ";", ",")
    {
        _data = Path.Combine(Folder, "data");
        Directory.CreateDirectory(_data);
        Write("a.txt", "4 3 2\n0 0:1 2:0.5\n1 1:1\n0,1 0:1 1:1\n 2:1\n");
        Write("a.csv", "Text,Tags\nread a file,IO\nparse a number,Format\nread a number,IO;Format\n");
        Write("s.csv", "a,b\n0.5,0.25\n1,0\n");
        Write("t.csv", "a,b\n1,0\n1,0\n");
        Environment.CurrentDirectory = _data;
        var terminal = new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Null);
        CommandLine.Run(["train", "--data", "a.txt", "--model", "m.zip"], terminal);
        CommandLine.Run(["train", "--data", "a.csv", "--text", "Text", "--labels", "Tags", "--model", "n.zip"], terminal);
        _files = Directory.GetFiles(_data).ToDictionary(path => path, File.ReadAllBytes);
        void Write(string name, string text) => File.WriteAllText(Path.Combine(_data, name), text);
    }

    public override int Longest => 1000;

    public override void Dispose()
    {
        Environment.CurrentDirectory = AppContext.BaseDirectory;
        base.Dispose();
    }

    public override bool Try(byte[] input, Random random)
    {
        string[] args = Encoding.UTF8.GetString(input).Split('\n');
        // Nothing is written outside the folder, and the sound files in it stay what they are.
        if (Array.Exists(args, arg => arg.Contains('/', StringComparison.Ordinal) || arg.Contains("..", StringComparison.Ordinal)))
            return false;
        using var output = new StringWriter();
        using var error = new StringWriter();
        // The demo, which runs where no other command is named, takes seconds: it is stopped at once.
        bool stopped = !args.Intersect(s_commands).Any();
        using var cancellation = new CancellationTokenSource();
        if (stopped)
            cancellation.Cancel();
        else
            cancellation.CancelAfter(s_untilStopped);
        int exitCode = CommandLine.Run(args, new Terminal(TextReader.Null, output, error), cancellation.Token);
        Check(args, exitCode, output.ToString(), error.ToString(), cancellation.IsCancellationRequested);
        if (exitCode != CommandLine.BadInput || error.ToString().Contains("Saved", StringComparison.Ordinal))
            Restore();
        return exitCode == CommandLine.Success;
    }

    /// <summary>Undoes what a command wrote, which may have been over a sound file.</summary>
    private void Restore()
    {
        foreach (string folder in Directory.GetDirectories(_data))
            Directory.Delete(folder, recursive: true);
        foreach (string path in Directory.GetFiles(_data).Except(_files.Keys))
            File.Delete(path);
        foreach ((string path, byte[] content) in _files)
            File.WriteAllBytes(path, content);
    }

    protected override IReadOnlyList<byte[]> Corpus() =>
        [.. CorpusFiles.SelectMany(File.ReadLines).Select(line => Encoding.UTF8.GetBytes(line.Replace(' ', '\n')))];

    private static void Check(string[] args, int exitCode, string output, string error, bool stopped)
    {
        string[] lines = error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        switch (exitCode)
        {
            case CommandLine.Success:
                if (output.StartsWith('{') && args.Contains("--json") && !args.Intersect(s_unlikeResults).Any())
                    using (JsonDocument.Parse(output)) { }
                return;
            case CommandLine.Cancelled when stopped:
                return;
            case CommandLine.BadInput:
                string[] errors = [.. lines.Where(line => line.StartsWith("error: ", StringComparison.Ordinal))];
                if (errors.Length != 1 || lines[^1] != errors[0] || Array.Exists(lines[..^1], line => !IsProgress(line)))
                    throw new FuzzException($"'{string.Join(' ', args)}': not one line: {error}");
                CleanLine.Check(errors[0]);
                return;
            default:
                throw new FuzzException($"'{string.Join(' ', args)}': exit code {exitCode}: {error}");
        }
    }

    private static bool IsProgress(string line) => Array.Exists(s_progress, start => line.StartsWith(start, StringComparison.Ordinal));
}
