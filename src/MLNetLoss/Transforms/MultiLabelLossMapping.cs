using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;
using MLNetLoss.Losses;

namespace MLNetLoss.Transforms;

/// <summary>Computes the loss of each row of one schema.</summary>
/// <param name="inputSchema">The schema.</param>
/// <param name="outputColumnName">The column to append.</param>
/// <param name="input">The column of scores or probabilities.</param>
/// <param name="label">The column of targets.</param>
/// <param name="formula">The loss.</param>
internal sealed class MultiLabelLossMapping(
    DataViewSchema inputSchema, string outputColumnName, DataViewSchema.Column input, LabelColumn label, MultiLabelLossFormula formula)
    : RowMapping(inputSchema, Output(outputColumnName, input, label, formula))
{
    private readonly DataViewSchema.Column _input = input;
    private readonly LabelColumn _label = label;
    private readonly MultiLabelLossFormula _formula = formula;

    /// <inheritdoc/>
    public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> isActive)
    {
        if (!isActive[0])
            return [null];
        var row = new Row(this, input);
        return [_formula.Reduction == Reduction.None ? (ValueGetter<VBuffer<float>>)row.GetEach : (ValueGetter<float>)row.GetReduced];
    }

    private static OutputColumn Output(
        string name, DataViewSchema.Column input, LabelColumn label, MultiLabelLossFormula formula)
    {
        DataViewSchema.Column[] inputs = [input, label.Column];
        if (formula.Reduction != Reduction.None)
            return new OutputColumn(name, NumberDataViewType.Single, null, inputs);

        // The label column's names come first; a score column may have names too.
        string[]? names = label.HasNames ? label.Names : VectorAnnotations.ReadSlotNames(input) ?? label.Names;
        return new OutputColumn(
            name, new VectorDataViewType(NumberDataViewType.Single, label.Count), VectorAnnotations.ForNames(names), inputs);
    }

    private sealed class Row
    {
        private readonly MultiLabelLossMapping _mapping;
        private readonly DataViewRow _row;
        private readonly ValueGetter<VBuffer<float>> _getInput;
        private readonly ValueGetter<VBuffer<float>> _getTarget;
        private readonly float[] _inputs;
        private readonly float[] _targets;
        private VBuffer<float> _inputBuffer;
        private VBuffer<float> _targetBuffer;

        public Row(MultiLabelLossMapping mapping, DataViewRow row)
        {
            _mapping = mapping;
            _row = row;
            _getInput = SizedVectors.CreateGetter<float>(row, mapping._input, mapping._formula.InputRole);
            _getTarget = mapping._label.CreateGetter(row);
            _inputs = new float[mapping._label.Count];
            _targets = new float[mapping._label.Count];
        }

        public void GetEach(ref VBuffer<float> value)
        {
            Read();
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, _inputs.Length);
            try
            {
                _mapping._formula.Each(_inputs, _targets, editor.Values);
            }
            catch (ArgumentException e)
            {
                throw Bad(e);
            }

            value = editor.Commit();
        }

        public void GetReduced(ref float value)
        {
            Read();
            try
            {
                value = (float)_mapping._formula.Reduce(_inputs, _targets);
            }
            catch (ArgumentException e)
            {
                throw Bad(e);
            }
        }

        private void Read()
        {
            _getInput(ref _inputBuffer);
            _getTarget(ref _targetBuffer);
            _inputBuffer.CopyTo(_inputs);
            _targetBuffer.CopyTo(_targets);
        }

        private InvalidDataException Bad(ArgumentException e) => new(
            $"The loss of row {_row.Position} cannot be computed from the {_mapping._formula.InputRole} column " +
            $"'{_mapping._input.Name}' and the label column '{_mapping._label.Column.Name}': {e.Message}", e);
    }
}
