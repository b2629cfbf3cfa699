using System.Diagnostics;
using Microsoft.ML;
using MLNetLoss.Solvers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Onnx;

/// <summary>ONNX's own checker, from Debian's python3-onnx; skipped where it is not installed.</summary>
[TestClass]
public sealed class OnnxCheckerTests
{
    [TestMethod]
    public void Checker_FindsNothing()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.onnx");
        try
        {
            new MultiLabelPredictionTransformer(
                new LinearMultiLabelModelParameters(new LinearModel(2, 3, [1, 2, -3, 4, 5, -6], [0.5f, -1, 0]), ["a", "b", "c"], ["x", "y"]),
                "Features").SaveAsOnnx(path);
            (int exit, string output) = Python($"import onnx; onnx.checker.check_model('{path}', full_check=True)");
            Assert.AreEqual(0, exit, output);

            // The checker does check: a file cut short is no model.
            File.WriteAllBytes(path, File.ReadAllBytes(path)[..100]);
            (exit, _) = Python($"import onnx; onnx.checker.check_model('{path}', full_check=True)");
            Assert.AreNotEqual(0, exit);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static (int Exit, string Output) Python(string program)
    {
        // Debian's packages belong to the system's own interpreter, which need not be the first on the path.
        foreach (string python in new[] { "/usr/bin/python3", "python3" })
        {
            try
            {
                if (Run(python, "import onnx").Exit == 0)
                    return Run(python, program);
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // There is no such interpreter.
            }
        }

        Assert.Inconclusive("There is no python3 with the package onnx; Debian's is python3-onnx.");
        return default;
    }

    private static (int Exit, string Output) Run(string python, string program)
    {
        var start = new ProcessStartInfo(python, ["-c", program]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
