using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;
using MLNetLoss.Interop;

namespace MLNetLoss.Trainers;

/// <summary>The three columns of a multi-label prediction, with the annotations by which ML.NET recognises scores.</summary>
internal static class ScoreColumns
{
    /// <summary>The logits.</summary>
    public const string Score = "Score";

    /// <summary>The probabilities.</summary>
    public const string Probability = "Probability";

    /// <summary>The predicted labels.</summary>
    public const string PredictedLabel = "PredictedLabel";

    private const string SetId = "ScoreColumnSetId";
    private const string Kind = "ScoreColumnKind";
    private const string ValueKind = "ScoreValueKind";

    // Values are in [0, 1] already, so that components that normalise their input leave the column alone.
    private const string IsNormalized = "IsNormalized";

    // ML.NET's own kinds name its own tasks; code that looks for one of those must not mistake ours for it.
    private const string MultiLabelClassification = "MultiLabelClassification";

    private static readonly KeyDataViewType s_setIdType = new(typeof(uint), int.MaxValue);

    /// <summary>The three columns; the caller adds what they are computed from.</summary>
    /// <param name="labelNames">L names.</param>
    /// <param name="setId">The number that distinguishes this prediction's columns from others in the schema.</param>
    public static OutputColumn[] All(IReadOnlyList<string> labelNames, uint setId) =>
    [
        Column(Score, NumberDataViewType.Single, labelNames, setId),
        Column(Probability, NumberDataViewType.Single, labelNames, setId),
        Column(PredictedLabel, BooleanDataViewType.Instance, labelNames, setId),
    ];

    /// <summary>The shapes of the three columns, for an estimator.</summary>
    public static SchemaShape.Column[] Shapes()
    {
        // The size is arbitrary: a shape does not carry it.
        return Array.ConvertAll(All([string.Empty], 1), column => SchemaShapes.Column(column.Name, column.Type, column.Annotations));
    }

    /// <summary>A number not yet used by any prediction in the schema.</summary>
    /// <param name="schema">The schema.</param>
    public static uint NextSetId(DataViewSchema schema)
    {
        uint highest = 0;
        foreach (DataViewSchema.Column column in schema)
        {
            if (SetIdOf(column) is { } id)
                highest = Math.Max(highest, id);
        }

        return highest + 1;
    }

    /// <summary>The number of the prediction a column belongs to, or null.</summary>
    /// <param name="column">The column.</param>
    public static uint? SetIdOf(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(SetId)?.Type is not KeyDataViewType { RawType: var raw } || raw != typeof(uint))
            return null;
        uint id = 0;
        column.Annotations.GetValue(SetId, ref id);
        return id;
    }

    private static OutputColumn Column(string name, PrimitiveDataViewType itemType, IReadOnlyList<string> labelNames, uint setId)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(SetId, s_setIdType, (ref uint value) => value = setId);
        AddText(builder, Kind, MultiLabelClassification);
        AddText(builder, ValueKind, name);
        if (name == Probability)
            builder.Add(IsNormalized, BooleanDataViewType.Instance, (ref bool value) => value = true);
        VectorAnnotations.AddNames(builder, labelNames);
        return new OutputColumn(name, new VectorDataViewType(itemType, labelNames.Count), builder.ToAnnotations(), []);
    }

    private static void AddText(DataViewSchema.Annotations.Builder builder, string name, string text) =>
        builder.Add(name, TextDataViewType.Instance, (ref ReadOnlyMemory<char> value) => value = text.AsMemory());
}
