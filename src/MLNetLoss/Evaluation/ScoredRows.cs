using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;
using MLNetLoss.Metrics;

namespace MLNetLoss.Evaluation;

/// <summary>Scored data: columns are found and checked before any row is read, and rows are read into spans.</summary>
internal sealed class ScoredRows
{
    private const string ScoreRole = "score";
    private const string ProbabilityRole = "probability";
    private const string PredictedRole = "predicted label";

    private readonly IDataView _data;
    private readonly LabelColumn _label;
    private readonly DataViewSchema.Column _score;
    private readonly DataViewSchema.Column? _probability;
    private readonly DataViewSchema.Column? _predicted;
    private readonly DataViewSchema.Column? _weight;

    /// <summary>Finds the columns.</summary>
    /// <param name="data">The data.</param>
    /// <param name="columns">Their names.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent, or its type or size is not what it should be.</exception>
    /// <exception cref="ArgumentException">Two columns name their labels differently; the message names the first that differs.</exception>
    public ScoredRows(IDataView data, EvaluationColumns columns)
    {
        ArgumentNullException.ThrowIfNull(data);
        _data = data;
        _label = LabelColumn.Bind(data.Schema, columns.Label);
        _score = Find(ScoreRole, columns.Score, NumberDataViewType.Single);
        if (columns.Probability is not null)
            _probability = Find(ProbabilityRole, columns.Probability, NumberDataViewType.Single);
        if (columns.PredictedLabel is not null)
            _predicted = Find(PredictedRole, columns.PredictedLabel, BooleanDataViewType.Instance);
        _weight = ExampleWeightColumn.Bind(data.Schema, columns.ExampleWeight);
        LabelNames = _label.HasNames ? _label.Names : VectorAnnotations.ReadSlotNames(_score) ?? _label.Names;
        foreach (DataViewSchema.Column? column in (DataViewSchema.Column?[])[_score, _probability, _predicted])
        {
            if (column is { } named && VectorAnnotations.ReadSlotNames(named) is { } names)
                LabelOrder.RequireSame(LabelNames, $"in column '{(_label.HasNames ? columns.Label : columns.Score)}'", names, $"in column '{named.Name}'");
        }
    }

    /// <summary>Processes a row; the spans are valid until it returns.</summary>
    /// <param name="scores">L scores.</param>
    /// <param name="probabilities">L probabilities, or none.</param>
    /// <param name="predicted">L predictions, or none.</param>
    /// <param name="targets">L targets.</param>
    /// <param name="weight">The row's weight.</param>
    public delegate void RowAction(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> probabilities, ReadOnlySpan<bool> predicted, ReadOnlySpan<float> targets, float weight);

    /// <summary>L, the number of labels.</summary>
    public int LabelCount => _label.Count;

    /// <summary>The names of the labels: the label column's, else the score column's, else numbers.</summary>
    public IReadOnlyList<string> LabelNames { get; }

    /// <summary>Reads every row once.</summary>
    /// <param name="action">Processes a row.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public void ForEach(RowAction action, CancellationToken cancellation = default)
    {
        DataViewSchema.Column?[] optional = [_probability, _predicted, _weight];
        using DataViewRowCursor cursor = _data.GetRowCursor(
            [_label.Column, _score, .. optional.Where(column => column.HasValue).Select(column => column!.Value)]);
        var scores = new VectorReader<float>(cursor, _score, ScoreRole);
        VectorReader<float>? probabilities = _probability is { } probability ? new VectorReader<float>(cursor, probability, ProbabilityRole) : null;
        VectorReader<bool>? predicted = _predicted is { } prediction ? new VectorReader<bool>(cursor, prediction, PredictedRole) : null;
        var targets = new VectorReader<float>(_label.CreateGetter(cursor), LabelCount);
        ValueGetter<float>? weights = _weight is { } weightColumn ? cursor.GetGetter<float>(weightColumn) : null;
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            float weight = 1;
            weights?.Invoke(ref weight);
            action(
                scores.Read(), probabilities is null ? default : probabilities.Read(), predicted is null ? default : predicted.Read(),
                targets.Read(), weight);
        }
    }

    private DataViewSchema.Column Find(string role, string name, PrimitiveDataViewType type)
    {
        DataViewSchema.Column column = SchemaChecks.FindVector(_data.Schema, role, name, type);
        if (SchemaChecks.Size(column) != LabelCount)
        {
            throw SchemaChecks.Mismatch(
                role, name, $"a vector of {type} of size {LabelCount}, the number of labels of column '{_label.Column.Name}'", column.Type);
        }

        return column;
    }

    /// <summary>Reads a vector column into one reused array.</summary>
    private sealed class VectorReader<T>(ValueGetter<VBuffer<T>> getter, int size)
    {
        private readonly T[] _values = new T[size];
        private VBuffer<T> _buffer;

        public VectorReader(DataViewRow row, DataViewSchema.Column column, string role)
            : this(SizedVectors.CreateGetter<T>(row, column, role), SchemaChecks.Size(column))
        {
        }

        public ReadOnlySpan<T> Read()
        {
            getter(ref _buffer);
            if (_buffer.IsDense)
                return _buffer.GetValues();
            _buffer.CopyTo(_values);
            return _values;
        }
    }
}
