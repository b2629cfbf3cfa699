using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetLoss.Data;
using MLNetLoss.Interop;
using MLNetLoss.Losses;

[assembly: ModelComponent(typeof(MLNetLoss.Transforms.MultiLabelLossTransformer), "MultiLabelLoss")]

namespace MLNetLoss.Transforms;

/// <summary>
/// Appends the binary cross-entropy of each row: a Single for <see cref="Reduction.Mean"/> and <see cref="Reduction.Sum"/>, over the
/// row's labels; a vector of Single with one slot per label, named after it, for <see cref="Reduction.None"/>. A missing target (NaN)
/// has no loss and is left out of the mean; the loss of a row without any target is NaN for the mean and 0 for the sum.
/// </summary>
public sealed class MultiLabelLossTransformer : RowToRowTransformer
{
    private const int FormatVersion = 1;

    internal MultiLabelLossTransformer(MultiLabelLossColumns columns, MultiLabelLossFormula formula)
    {
        Columns = columns;
        Formula = formula;
    }

    /// <summary>The name of the appended column.</summary>
    public string OutputColumnName => Columns.Output;

    /// <summary>The column of scores or probabilities.</summary>
    public string InputColumnName => Columns.Input;

    /// <summary>The column of targets.</summary>
    public string LabelColumnName => Columns.Label;

    /// <summary>Whether the input column holds logits or probabilities.</summary>
    public LossInput Input => Formula.Input;

    /// <summary>How a row's element losses are reduced.</summary>
    public Reduction Reduction => Formula.Reduction;

    internal MultiLabelLossColumns Columns { get; }

    internal MultiLabelLossFormula Formula { get; }

    internal static MultiLabelLossTransformer Create(IHostEnvironment environment, object context) =>
        ModelLoading.Load(context, FormatVersion, reader => new MultiLabelLossTransformer(
            new MultiLabelLossColumns(reader.ReadRequiredString(), reader.ReadRequiredString(), reader.ReadRequiredString()),
            MultiLabelLossFormula.Read(reader)));

    private protected override RowMapping Bind(DataViewSchema inputSchema)
    {
        LabelColumn label = LabelColumn.Bind(inputSchema, Columns.Label);
        DataViewSchema.Column input = SchemaChecks.FindVector(
            inputSchema, Formula.InputRole, Columns.Input, NumberDataViewType.Single);
        int count = SchemaChecks.Size(input);
        if (count != label.Count)
        {
            throw new ArgumentOutOfRangeException(
                Columns.Input,
                $"The {Formula.InputRole} column '{Columns.Input}' has {count} slots, but the label column '{Columns.Label}' has " +
                $"{label.Count}; expected one slot a label in both.");
        }

        Formula.CheckWeights(count);
        return new MultiLabelLossMapping(inputSchema, Columns.Output, input, label, Formula);
    }

    private protected override void Save(ModelSaveContext context) =>
        ModelSaving.Save(context, this, FormatVersion, writer =>
        {
            writer.Write(Columns.Output);
            writer.Write(Columns.Input);
            writer.Write(Columns.Label);
            Formula.Write(writer);
        });
}
