using Microsoft.ML;
using MLNetLoss.Metrics;
using MLNetLoss.Sample;
using MLNetLoss.Sample.Learning;

namespace MLNetLoss.Fuzz.Targets;

/// <summary>
/// Another system's scores and targets, as <c>evaluate</c> reads them: refused with one clean line, or evaluated. An input is both files,
/// with a record separator between them.
/// </summary>
internal sealed class NumbersTarget() : FuzzTarget(
    "numbers", "numbers",
    ",", "\t", "\"", "\n", "\r\n", "\u001e", "\u001e0,1\n", "0", "1", "0.5", "NaN", "Infinity", "-Infinity", "1e39", "a", " ", "\0", "\u001b[2J",
    "\u00EF\u00BB\u00BF", ",,", "1,0\n", "\u00FF", "(1)", "0x1", "\u00E2\u0088\u0092")
{
    private const int ContextLife = 1000;
    private MLContext _ml = new();
    private int _uses;

    // The exact areas take memory for each cell; large tables are slow and show nothing that small ones do not.
    public override int Longest => 1 << 11;

    public override bool Try(byte[] input, Random random)
    {
        if (++_uses % ContextLife == 0)
            _ml = new MLContext();
        int end = Array.IndexOf(input, (byte)0x1e);
        string scores = Path.Combine(Folder, random.Next(4) == 0 ? "scores.tsv" : "scores.csv");
        string targets = Path.Combine(Folder, random.Next(4) == 0 ? "targets.tsv" : "targets.csv");
        File.WriteAllBytes(scores, end < 0 ? input : input[..end]);
        File.WriteAllBytes(targets, end < 0 ? input : input[(end + 1)..]);
        bool logits = random.Next(2) == 0;
        IDataView data;
        try
        {
            data = Bounded(
                800_000 + (400L * input.Length), () => ScoredData.Read(_ml, scores, targets, logits, random.NextSingle(), delimiter: null, CancellationToken.None));
        }
        catch (InputException exception)
        {
            CleanLine.Check(CommandLine.Line(exception));
            return false;
        }

        foreach (MeasureValue measure in _ml.MultiLabelClassification.Evaluate(data).Values)
        {
            if (double.IsInfinity(measure.Value) && !IsLoss(measure.Key))
                throw new FuzzException($"{measure.Key} is {measure.Value}");
        }

        return true;
    }

    // An infinite logit on the wrong side costs infinitely much.
    private static bool IsLoss(string key) =>
        key.Contains("bce", StringComparison.Ordinal) || key.Contains("log_loss", StringComparison.Ordinal);
}
