using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>The columns a trainer learns from.</summary>
internal sealed class TrainingColumns
{
    /// <summary>The role of the column of cell weights, for messages.</summary>
    public const string CellWeightRole = "cell weight";

    private TrainingColumns(FeatureColumn features, LabelColumn label, DataViewSchema.Column? weight, DataViewSchema.Column? cellWeights)
    {
        Features = features;
        Label = label;
        Weight = weight;
        CellWeights = cellWeights;
    }

    /// <summary>The features.</summary>
    public FeatureColumn Features { get; }

    /// <summary>The targets.</summary>
    public LabelColumn Label { get; }

    /// <summary>The row weights; null if every row weighs 1.</summary>
    public DataViewSchema.Column? Weight { get; }

    /// <summary>The cell weights, one per label; null if every cell weighs 1.</summary>
    public DataViewSchema.Column? CellWeights { get; }

    /// <summary>All columns that are read.</summary>
    public IEnumerable<DataViewSchema.Column> All
    {
        get
        {
            yield return Features.Column;
            yield return Label.Column;
            if (Weight is { } weight)
                yield return weight;
            if (CellWeights is { } cells)
                yield return cells;
        }
    }

    /// <summary>Finds the columns and checks their types.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="names">The columns' names.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public static TrainingColumns Bind(DataViewSchema schema, TrainingColumnNames names)
    {
        FeatureColumn features = FeatureColumn.Bind(schema, names.Features);
        LabelColumn label = LabelColumn.Bind(schema, names.Label);
        DataViewSchema.Column? weight = ExampleWeightColumn.Bind(schema, names.Weight);
        DataViewSchema.Column? cells = null;
        if (names.CellWeights is { } cellWeightName)
        {
            cells = SchemaChecks.FindVector(schema, CellWeightRole, cellWeightName, NumberDataViewType.Single);
            if (SchemaChecks.Size(cells.Value) != label.Count)
            {
                throw SchemaChecks.Mismatch(
                    CellWeightRole, cellWeightName, $"a vector of {label.Count} Singles, one for each label", cells.Value.Type);
            }
        }

        return new TrainingColumns(features, label, weight, cells);
    }

    /// <summary>Checks that a shape has the columns.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="names">The columns' names.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public static void Check(SchemaShape shape, TrainingColumnNames names)
    {
        FeatureColumn.Check(shape, names.Features);
        LabelColumn.Check(shape, names.Label);
        ExampleWeightColumn.Check(shape, names.Weight);
        if (names.CellWeights is { } cellWeightName)
            SchemaChecks.FindVector(shape, CellWeightRole, cellWeightName, NumberDataViewType.Single);
    }
}
