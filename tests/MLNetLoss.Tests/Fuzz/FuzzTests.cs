using System.Diagnostics;
using Microsoft.ML;
using MLNetLoss.Fuzz;

namespace MLNetLoss.Tests.Fuzz;

/// <summary>
/// A short run of every fuzzing target, with other inputs than the long runs of the tool itself (see its Program.cs), and the corpus as it
/// is. What a long run found has a test of its own where the fault was.
/// </summary>
[TestClass]
public sealed class FuzzTests
{
    private const int Seed = 7;

    [TestMethod]
    [DataRow("text", 4000)]
    [DataRow("table", 3000)]
    [DataRow("numbers", 1500)]
    [DataRow("entry", 10000)]
    [DataRow("model", 800)]
    public void DamagedInputs_BreakNoPromise(string name, int inputs)
    {
        using FuzzTarget target = FuzzTarget.Create(name);
        FuzzReport report = new FuzzRun(target, Seed).Run(0, inputs, TimeSpan.FromMinutes(1));
        Assert.IsEmpty(report.Findings, string.Join('\n', report.Findings.Select(finding => $"input {finding.Index}: {finding.Message}")));
        // Neither all nor none: the mutations reach both sides.
        Assert.IsInRange(report.Inputs / 100, report.Inputs * 99 / 100, report.Taken);
    }

    [TestMethod]
    public void DamagedArguments_BreakNoPromise()
    {
        // In a process of its own, because it changes the current directory.
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "MLNetLoss.Fuzz.exe" : "MLNetLoss.Fuzz");
        var start = new ProcessStartInfo(program, ["arguments", "--seed", $"{Seed}", "--inputs", "300"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, output);
        Assert.Contains("0 findings", output);
    }

    [TestMethod]
    [DataRow("calibrated.zip")]
    [DataRow("dense.zip")]
    [DataRow("sparse.zip")]
    [DataRow("version1-dense.zip")]
    [DataRow("version1-sparse.zip")]
    public void ModelFilesOfTheCorpus_StillLoad(string name)
    {
        var ml = new MLContext();
        ml.ComponentCatalog.RegisterMultiLabel();
        ITransformer model = ml.Model.Load(Path.Combine(AppContext.BaseDirectory, "corpus", "model", name), out DataViewSchema schema);
        Assert.IsNotNull(model.GetOutputSchema(schema)["PredictedLabel"].Type);
    }
}
