using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>The columns a trainer learns from.</summary>
internal sealed class TrainingColumns
{
    private const string WeightRole = "example weight";

    private TrainingColumns(FeatureColumn features, LabelColumn label, DataViewSchema.Column? weight)
    {
        Features = features;
        Label = label;
        Weight = weight;
    }

    /// <summary>The features.</summary>
    public FeatureColumn Features { get; }

    /// <summary>The targets.</summary>
    public LabelColumn Label { get; }

    /// <summary>The weights of the rows; null when every row weighs 1.</summary>
    public DataViewSchema.Column? Weight { get; }

    /// <summary>All columns that are read.</summary>
    public IEnumerable<DataViewSchema.Column> All =>
        Weight is { } weight ? [Features.Column, Label.Column, weight] : [Features.Column, Label.Column];

    /// <summary>Finds the columns and checks their types.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="featureName">The feature column's name.</param>
    /// <param name="labelName">The label column's name.</param>
    /// <param name="weightName">The weight column's name; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public static TrainingColumns Bind(DataViewSchema schema, string featureName, string labelName, string? weightName) => new(
        FeatureColumn.Bind(schema, featureName),
        LabelColumn.Bind(schema, labelName),
        weightName is null ? null : SchemaChecks.FindScalar(schema, WeightRole, weightName, NumberDataViewType.Single));

    /// <summary>Checks that a shape has the columns.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="featureName">The feature column's name.</param>
    /// <param name="labelName">The label column's name.</param>
    /// <param name="weightName">The weight column's name; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public static void Check(SchemaShape shape, string featureName, string labelName, string? weightName)
    {
        FeatureColumn.Check(shape, featureName);
        LabelColumn.Check(shape, labelName);
        if (weightName is not null)
            SchemaChecks.FindScalar(shape, WeightRole, weightName, NumberDataViewType.Single);
    }
}
