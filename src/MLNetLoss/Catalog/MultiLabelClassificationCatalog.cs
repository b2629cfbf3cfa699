using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>
/// Trainers and evaluation for multi-label classification, where a row can have any number of labels at once. Reached as
/// <c>ml.MultiLabelClassification</c>.
/// </summary>
public sealed partial class MultiLabelClassificationCatalog
{
    internal MultiLabelClassificationCatalog(IHostEnvironment environment)
    {
        Environment = environment;
        Trainers = new MultiLabelClassificationTrainers(environment);
        Calibrators = new CalibratorsCatalog(environment);
    }

    /// <summary>The trainers.</summary>
    public MultiLabelClassificationTrainers Trainers { get; }

    internal IHostEnvironment Environment { get; }

    /// <summary>The trainers of multi-label classification.</summary>
    public sealed partial class MultiLabelClassificationTrainers
    {
        internal MultiLabelClassificationTrainers(IHostEnvironment environment) => Environment = environment;

        internal IHostEnvironment Environment { get; }
    }
}
