using MLNetLoss.Metrics;
using MLNetLoss.Trainers;

namespace MLNetLoss.Reports;

/// <summary>What a report shows, and how much of it.</summary>
public sealed record MultiLabelReportOptions
{
    /// <summary>The heading of the page.</summary>
    public string Title { get; init; } = "Multi-label evaluation";

    /// <summary>A line beneath the heading, such as the names of model and data; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>How the model was trained; its loss curve is drawn when it has one. Null when unknown.</summary>
    public TrainingSummary? Training { get; init; }

    /// <summary>How the intervals of the headline measures are resampled. Default: 200 resamples, 95 %, seed 0. Its list of measures is ignored.</summary>
    public BootstrapOptions Bootstrap { get; init; } = new() { Replicates = 200 };

    /// <summary>The most labels a picture of labels shows, at least 3; the table of the page shows all. Default 24.</summary>
    public int LabelsShown { get; init; } = 24;

    /// <summary>The definitions of the measures; null for the defaults.</summary>
    public MultiLabelMetricOptions? Metrics { get; init; }
}
