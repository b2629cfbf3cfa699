using Microsoft.ML;
using MLNetLoss.Sample;
using MLNetLoss.Sample.Learning;

namespace MLNetLoss.Fuzz.Targets;

/// <summary>Whole model files, as the command line loads them: refused with one clean line, or loaded.</summary>
internal sealed class ModelTarget() : FuzzTarget(
    "model", "model",
    "PK\u0003\u0004", "PK\u0001\u0002", "PK\u0005\u0006", "\0\0\0\0", "\u00FF\u00FF\u00FF\u00FF", "../", "/etc/passwd", "Model.key", "TransformerChain\\",
    "TransformerChain/", "..\\", "\u0008\0", "C:\\")
{
    private const int ContextLife = 1000;
    private MLContext _ml = new();
    private int _uses;

    public override int Longest => 1 << 15;

    public override bool Try(byte[] input, Random random)
    {
        if (++_uses % ContextLife == 0)
            _ml = new MLContext();
        string file = Path.Combine(Folder, "model.zip");
        File.WriteAllBytes(file, input);
        try
        {
            // What ML.NET itself takes for a file of any size, and what a zip file of this length can be unpacked to.
            Bounded(8_000_000 + (1100L * input.Length), () => ModelFile.Load(_ml, file));
            return true;
        }
        catch (InputException exception)
        {
            CleanLine.Check(CommandLine.Line(exception));
            return false;
        }
    }
}
