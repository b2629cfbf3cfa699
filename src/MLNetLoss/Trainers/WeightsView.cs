using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;

namespace MLNetLoss.Trainers;

/// <summary>A model's weights as a data view: one row per label, with its name, bias and vector of weights.</summary>
internal sealed class WeightsView : IDataView
{
    private const string Label = "Label";
    private const string Bias = "Bias";
    private const string Weights = "Weights";

    private readonly LinearMultiLabelModelParameters _model;

    /// <summary>Makes the view; nothing is copied until a row is read.</summary>
    /// <param name="model">The model.</param>
    public WeightsView(LinearMultiLabelModelParameters model)
    {
        _model = model;
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(Label, TextDataViewType.Instance);
        builder.AddColumn(Bias, NumberDataViewType.Single);
        builder.AddColumn(
            Weights,
            new VectorDataViewType(NumberDataViewType.Single, model.FeatureCount),
            model.FeatureNames is null ? null : VectorAnnotations.ForNames(model.FeatureNames));
        Schema = builder.ToSchema();
    }

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public long? GetRowCount() => _model.LabelCount;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(_model, Schema, columnsNeeded);

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded)];

    private sealed class Cursor(
        LinearMultiLabelModelParameters model, DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded) : DataViewRowCursor
    {
        private readonly ActiveColumns _active = new(schema, columnsNeeded);
        private long _position = -1;
        private bool _ended;

        public override DataViewSchema Schema => _active.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId value) => value = new DataViewRowId((ulong)Row, 0);

        public override bool MoveNext()
        {
            if (_ended || _position + 1 == model.LabelCount)
            {
                _ended = true;
                _position = -1;
                return false;
            }

            _position++;
            return true;
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            _active.Require(column);
            Delegate getter = column.Name switch
            {
                Label => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = model.LabelNames[Row].AsMemory()),
                Bias => (ValueGetter<float>)((ref float value) => value = model.GetBias(Row)),
                _ => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
                {
                    VBufferEditor<float> editor = VBufferEditor.Create(ref value, model.FeatureCount);
                    for (int feature = 0; feature < model.FeatureCount; feature++)
                        editor.Values[feature] = model.Model.WeightsOf(feature)[Row];
                    value = editor.Commit();
                }),
            };
            return ActiveColumns.As<TValue>(getter, column);
        }

        private int Row => _position >= 0
            ? (int)_position
            : throw new InvalidOperationException("The cursor is not on a row: before the first, or after the last.");
    }
}
