using System.Diagnostics;
using Microsoft.ML;
using MLNetLoss.Tests.Docs;

namespace MLNetLoss.Tests.Interop;

/// <summary>A model saved here is loaded by a process that has seen nothing of it, and gives the same schema and the same bits.</summary>
[TestClass]
public sealed class FreshProcessTests
{
    // Where the other process finds the model and puts what it made of it.
    private const string Folder = "MLNETLOSS_TEST_FRESH_PROCESS";

    [TestMethod]
    public void Load_InAFreshProcess_IsEqual()
    {
        using var file = new TicketModel();
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, ["--filter", $"FullyQualifiedName~{nameof(FreshProcessTests)}.{nameof(TheOtherProcess)}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = file.Folder,
        };
        start.Environment[Folder] = file.Folder;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.IsTrue(process.WaitForExit(60_000));
        Assert.AreEqual(0, process.ExitCode, output + errors.Result);
        Assert.AreEqual(Answer(new MLContext(7), file.Model), File.ReadAllText(Path.Combine(file.Folder, "answer.txt")));
    }

    [TestMethod]
    public void TheOtherProcess()
    {
        if (Environment.GetEnvironmentVariable(Folder) is not { Length: > 0 } folder)
            return;
        var ml = new MLContext();
        ml.ComponentCatalog.RegisterMultiLabel();
        File.WriteAllText(Path.Combine(folder, "answer.txt"), Answer(ml, ml.Model.Load(Path.Combine(folder, "model.zip"), out _)));
    }

    private static string Answer(MLContext ml, ITransformer model)
    {
        IDataView output = model.Transform(ml.Data.LoadFromEnumerable([new Ticket { Text = "disk full" }, new Ticket { Text = "closed socket" }]));
        return $"{EstimatorCheck.Describe(output.Schema)}\n{string.Join('\n', EstimatorCheck.Rows(output))}";
    }
}
