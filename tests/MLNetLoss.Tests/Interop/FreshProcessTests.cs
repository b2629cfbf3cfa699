using System.Diagnostics;
using Microsoft.ML;
using MLNetLoss.Losses;
using MLNetLoss.Tests.Docs;

namespace MLNetLoss.Tests.Interop;

/// <summary>A model saved here is loaded by a process that has seen nothing of it, and gives the same schema and the same bits.</summary>
[TestClass]
public sealed class FreshProcessTests
{
    // Where the other process finds the model and puts what it made of it.
    private const string Folder = "MLNETLOSS_TEST_FRESH_PROCESS";
    private const string Registers = "MLNETLOSS_TEST_FRESH_PROCESS_REGISTERS";

    /// <param name="register">Whether the other process registers our components, or merely touches <c>ml.MultiLabelClassification</c>.</param>
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Load_InAFreshProcess_IsEqual(bool register)
    {
        using var folder = new TemporaryDirectory();
        var ml = new MLContext(7);
        IDataView articles = Articles(ml);
        ITransformer model = ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags")
            .Append(ml.Transforms.Text.ProduceWordBags("Features", "Text", ngramLength: 1))
            .Append(ml.MultiLabelClassification.Trainers.GradientDescent())
            .Append(ml.Transforms.BinaryCrossEntropyWithLogits("Loss", reduction: Reduction.None))
            .Append(ml.Transforms.Conversion.MapVectorToLabelSet("PredictedTags", "PredictedLabel"))
            .Fit(articles);
        ml.Model.Save(model, articles.Schema, folder["model.zip"]);
        Run(folder.Path, register);
        Assert.AreEqual(Answer(ml, model), File.ReadAllText(folder["answer.txt"]));
    }

    [TestMethod]
    public void TheOtherProcess()
    {
        if (Environment.GetEnvironmentVariable(Folder) is not { Length: > 0 } folder)
            return;
        var ml = new MLContext();
        if (Environment.GetEnvironmentVariable(Registers) == "yes")
            ml.ComponentCatalog.RegisterMultiLabel();
        else
            _ = ml.MultiLabelClassification;
        File.WriteAllText(Path.Combine(folder, "answer.txt"), Answer(ml, ml.Model.Load(Path.Combine(folder, "model.zip"), out _)));
    }

    private static void Run(string folder, bool register)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, ["--filter", $"FullyQualifiedName~{nameof(FreshProcessTests)}.{nameof(TheOtherProcess)}", "--results-directory", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment[Folder] = folder;
        start.Environment[Registers] = register ? "yes" : "no";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.IsTrue(process.WaitForExit(60_000));
        Assert.AreEqual(0, process.ExitCode, output + errors.Result);
    }

    private static IDataView Articles(MLContext ml) => ml.Data.LoadFromEnumerable(Article.Examples());

    private static string Answer(MLContext ml, ITransformer model)
    {
        IDataView output = model.Transform(Articles(ml));
        return $"{EstimatorCheck.Describe(output.Schema)}\n{string.Join('\n', EstimatorCheck.Rows(output))}";
    }
}
