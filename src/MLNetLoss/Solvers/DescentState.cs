using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Solvers;

/// <summary>The weights under training, in the solver's frame, whatever the update rule.</summary>
internal abstract class DescentState
{
    private readonly int _labelCount;

    /// <summary>Takes the memory.</summary>
    /// <param name="columnCount">Columns of the frame.</param>
    /// <param name="labelCount">L, the number of labels.</param>
    protected DescentState(int columnCount, int labelCount)
    {
        _labelCount = labelCount;
        Stride = AlignedBuffer.RoundUp(labelCount);
        Weights = new AlignedBuffer(checked(columnCount * Stride));
        ColumnScales = new float[columnCount];
        Regularization = new float[columnCount];
        Touches = new int[columnCount];
    }

    /// <summary>The number of vectors of labels.</summary>
    public int VectorCount => Stride / RowPrimitives.Lane;

    /// <summary>The scale of each column's steps, see <see cref="FeatureScales.Scales"/>; 1 for the bias.</summary>
    public float[] ColumnScales { get; }

    /// <summary>The factor of half the squared column in the loss of each row that has it; zero for the bias.</summary>
    public float[] Regularization { get; }

    /// <summary>The point to which the regularisation pulls the weights; null for zero.</summary>
    public AlignedBuffer? Anchor { get; private set; }

    /// <summary>The weights, column by column, each padded to whole vectors.</summary>
    public AlignedBuffer Weights { get; }

    /// <summary>The number of floats from one column to the next.</summary>
    protected int Stride { get; }

    /// <summary>The number of batches with each column.</summary>
    protected int[] Touches { get; }

    /// <summary>The number of columns that AdamW's decay shrinks: all but the last, the bias, unless a model is updated.</summary>
    public int DecayedColumns { get; set; } = int.MaxValue;

    /// <summary>Whether all weights but the bias's were zero at the start: without a gradient they stay so.</summary>
    public bool StartsAtZero { get; set; }

    /// <summary>The weights of a column.</summary>
    /// <param name="column">The column.</param>
    public Span<float> WeightsOf(int column) => Weights.Span.Slice(column * Stride, _labelCount);

    /// <summary>Makes the regularisation pull the weights to their current values.</summary>
    public void SetAnchor()
    {
        Anchor = new AlignedBuffer(Weights.Length);
        Weights.Span.CopyTo(Anchor.Span);
    }

    /// <summary>Records in the next batch to train on what its step needs to know about its columns' history.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="step">The number of its step, counted from 1.</param>
    public abstract void Prepare(RowBatch batch, long step);

    /// <summary>Makes a batch's step for some vectors of labels.</summary>
    /// <param name="batch">The batch, with its residuals.</param>
    /// <param name="rowShare">The factor from a sum over the batch's rows to the mean over all rows.</param>
    /// <param name="from">The first vector.</param>
    /// <param name="to">The vector after the last.</param>
    public abstract void Step(RowBatch batch, float rowShare, int from, int to);

    /// <summary>
    /// Makes, for some vectors of labels, the earlier steps in which the batch's columns had no gradient. Call it before the batch is scored.
    /// </summary>
    /// <param name="batch">The batch, prepared.</param>
    /// <param name="from">The first vector.</param>
    /// <param name="to">The vector after the last.</param>
    public abstract void CatchUp(RowBatch batch, int from, int to);

    /// <summary>Makes, for some vectors of labels, the steps up to a number for all columns that had no gradient in them.</summary>
    /// <param name="step">The number.</param>
    /// <param name="from">The first vector.</param>
    /// <param name="to">The vector after the last.</param>
    /// <param name="cancellation">Cancels the work between two columns.</param>
    public abstract void CatchUpAll(long step, int from, int to, CancellationToken cancellation);

    /// <summary>Records that all columns have caught up. Call it when all vectors of labels have.</summary>
    /// <param name="step">The number of the last step.</param>
    public abstract void SetCaughtUp(long step);

    /// <summary>Scores the rows of a batch for some vectors of labels.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="from">The first vector.</param>
    /// <param name="to">The vector after the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Score(RowBatch batch, int from, int to)
    {
        if (to <= from)
            return;
        ref float weights = ref Unsafe.Add(ref Weights.Origin, from * RowPrimitives.Lane);
        ref float scores = ref Unsafe.Add(ref batch.Scores.Origin, from * RowPrimitives.Lane);
        for (int row = 0; row < batch.RowCount; row++)
        {
            int start = batch.RowStarts[row];
            int length = batch.RowStarts[row + 1] - start;
            RowPrimitives.SumScaledRows(ref weights, Stride, batch.Features.Slice(start, length), batch.Values.Slice(start, length),
                ref Unsafe.Add(ref scores, row * Stride), to - from);
        }
    }

    /// <summary>Whether AdamW's decay shrinks a column.</summary>
    /// <param name="column">The column.</param>
    protected bool IsRegularized(int column) => column < DecayedColumns;
}
