using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;
using MLNetLoss.Transforms;

namespace MLNetLoss.Evaluation;

/// <summary>The column that tells which labels a row has, in any form: a label column as trainers take it, or label names as text.</summary>
internal sealed class StratificationColumn
{
    private const string Role = "stratification";
    private readonly LabelColumn? _label;
    private readonly LabelSetColumn? _set;
    private readonly List<string> _names = [];

    private StratificationColumn(LabelColumn? label, LabelSetColumn? set) => (_label, _set) = (label, set);

    /// <summary>The column.</summary>
    public DataViewSchema.Column Column => _label?.Column ?? _set!.Column;

    /// <summary>The names of the labels; for a text column, those read so far.</summary>
    public IReadOnlyList<string> Names => _label?.Names ?? (IReadOnlyList<string>)_names;

    /// <summary>Finds the column and checks its type.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">The column's name.</param>
    /// <param name="separator">The separator of names in a text.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of another type.</exception>
    public static StratificationColumn Bind(DataViewSchema schema, string name, char separator)
    {
        DataViewSchema.Column column = schema.GetColumnOrNull(name) ?? throw new ArgumentOutOfRangeException(
            name,
            $"Could not find {Role} column '{name}'. Where the pipeline makes the labels, name the column it makes them from, " +
            "or split at random.");
        DataViewType item = column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;
        return item is TextDataViewType
            ? new(null, LabelSetColumn.Bind(schema, name, separator))
            : new(LabelColumn.Bind(schema, name), null);
    }

    /// <summary>Makes a function that lists the labels of the current row.</summary>
    /// <param name="row">The row; the column is active in it.</param>
    /// <param name="labels">The list, which the function clears first.</param>
    public Action CreateReader(DataViewRow row, List<int> labels)
    {
        if (_set is not null)
            return CreateReader(_set, row, labels);
        ValueGetter<VBuffer<float>> getter = _label!.CreateGetter(row);
        VBuffer<float> targets = default;
        return () =>
        {
            getter(ref targets);
            labels.Clear();
            foreach (KeyValuePair<int, float> target in targets.Items())
            {
                // As everywhere, a row has a label when its target is above one half.
                if (target.Value > 0.5f)
                    labels.Add(target.Key);
            }
        };
    }

    private Action CreateReader(LabelSetColumn set, DataViewRow row, List<int> labels)
    {
        _names.Clear();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        Action read = set.CreateReader(row, name =>
        {
            if (!lookup.TryGetValue(name, out int label))
            {
                label = _names.Count;
                _names.Add(name.ToString());
                numbers.Add(_names[label], label);
            }

            labels.Add(label);
        });
        return () =>
        {
            labels.Clear();
            read();
        };
    }
}
