using System.CommandLine;
using Microsoft.ML;
using MLNetLoss.Metrics;
using MLNetLoss.Reports;
using MLNetLoss.Sample.Commands;
using MLNetLoss.Sample.Files;
using MLNetLoss.Trainers;

namespace MLNetLoss.Sample.Output;

/// <summary><c>--report DIR</c>: measures and charts as a single HTML page.</summary>
internal static class ReportWriter
{
    /// <summary>The option.</summary>
    public static Option<string?> Option() => CommonOptions.NotEmpty(new Option<string?>("--report")
    {
        Description = "write a page of measures and charts (index.html, and each chart as .png and .svg) to this directory",
        HelpName = "DIR",
    });

    /// <summary>Checks that the report can be written, before long work.</summary>
    /// <param name="directory">The directory; null when none is wanted.</param>
    /// <exception cref="InputException">It cannot be written; the message says why.</exception>
    public static void Check(string? directory)
    {
        if (directory is null)
            return;
        if (File.Exists(directory))
            throw new InputException($"--report {directory}: is a file, not a directory");
        if (Directory.Exists(directory))
            AtomicFile.CheckWritable(Path.Combine(directory, "index.html"), "--report");
        else
            AtomicFile.CheckWritable(Path.TrimEndingDirectorySeparator(directory), "--report");
    }

    /// <summary>Evaluates scored data and writes the report.</summary>
    /// <param name="terminal">Where progress goes.</param>
    /// <param name="ml">The context.</param>
    /// <param name="scored">Scored data.</param>
    /// <param name="directory">Where to.</param>
    /// <param name="description">What was evaluated on what.</param>
    /// <param name="training">How the model was trained; null when unknown.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The measures.</returns>
    public static MultiLabelClassificationMetrics Write(
        Terminal terminal, MLContext ml, IDataView scored, string directory, string description, TrainingSummary? training,
        CancellationToken cancellationToken)
    {
        var options = new MultiLabelReportOptions { Description = description, Training = training };
        MultiLabelReportData report = new Stages(terminal).Run("Evaluating and drawing the report", _ =>
            ml.MultiLabelClassification.WriteReport(scored, directory, options, cancellationToken: cancellationToken));
        terminal.Message($"Report: {Path.Combine(directory, "index.html")}");
        return report.Metrics;
    }
}
