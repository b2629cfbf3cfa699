using MLNetLoss.Losses;

namespace MLNetLoss.Solvers;

/// <summary>
/// Trains on one batch after another with a team of threads. A job's part is scoring and updating the weights of some labels; the loss, which
/// needs all labels of a row, is divided by rows. So no sum is ever split between threads, and their number cannot change a bit of the result.
/// </summary>
/// <param name="state">The weights.</param>
/// <param name="loss">The loss.</param>
/// <param name="team">The threads.</param>
/// <param name="batches">Memory for three batches: one to step, one to score, one to load.</param>
internal sealed class DescentPass(DescentState state, MultiLabelLoss loss, WorkerTeam team, RowBatch[] batches)
{
    private const int RowsAClaim = 4;

    private RowBatch? _stepping;
    private RowBatch? _scoring;
    private bool _learning;
    private int _claimed;

    /// <summary>The number of steps made so far.</summary>
    public long StepCount { get; private set; }

    /// <summary>The factor from a mean over a batch's rows to the mean over all rows' weights.</summary>
    public double MeanFactor { get; init; } = 1;

    /// <summary>The weights of the positive part; null for none.</summary>
    public PosWeighting? PosWeighting { get; init; }

    /// <summary>The index of the first label here among the loss's labels.</summary>
    public int FirstLabel { get; init; }

    /// <summary>The most rows in a batch.</summary>
    public int BatchCapacity => batches[0].Weights.Length;

    /// <summary>Trains one pass.</summary>
    /// <param name="feed">The batches.</param>
    /// <param name="cancellation">Cancels the pass between two batches.</param>
    /// <returns>The weighted sum of the rows' losses, each row's before its step.</returns>
    public double Run(BatchFeed feed, CancellationToken cancellation)
    {
        double sum = 0;
        int turn = 0;
        long loaded = StepCount;
        _stepping = null;
        _learning = true;
        _scoring = Load(feed, turn, ref loaded);
        while (_scoring is not null)
        {
            cancellation.ThrowIfCancellationRequested();
            team.Run(StepAndScore);
            RowBatch scored = _scoring;
            RowBatch? next = null;
            turn = (turn + 1) % batches.Length;
            _claimed = 0;
            int nextTurn = turn;
            team.Run(part =>
            {
                if (part == 0)
                    next = Load(feed, nextTurn, ref loaded);
                ComputeResiduals(scored);
            });
            for (int row = 0; row < scored.RowCount; row++)
                sum += scored.RowLosses[row];
            StepCount++;
            _stepping = scored;
            _scoring = next;
        }

        if (_stepping is not null)
            team.Run(StepAndScore);
        _stepping = null;
        team.Run(part => state.CatchUpAll(StepCount, FirstVector(part), FirstVector(part + 1), cancellation));
        state.SetCaughtUp(StepCount);
        return sum;
    }

    /// <summary>Scores rows without training on them.</summary>
    /// <param name="feed">The rows.</param>
    /// <param name="measure">Receives the scored rows.</param>
    /// <param name="cancellation">Cancels the pass between two batches.</param>
    public void Measure(BatchFeed feed, ValidationMeasure measure, CancellationToken cancellation)
    {
        measure.Reset();
        RowBatch batch = batches[0];
        _stepping = null;
        _learning = false;
        while (feed.MoveNext(batch))
        {
            cancellation.ThrowIfCancellationRequested();
            _scoring = batch;
            team.Run(StepAndScore);
            for (int row = 0; row < batch.RowCount; row++)
                measure.Add(batch.ScoresOf(row), batch.TargetsOf(row), batch.CellsOf(row), batch.Weights[row]);
        }

        _scoring = null;
    }

    private RowBatch? Load(BatchFeed feed, int turn, ref long loaded)
    {
        RowBatch batch = batches[turn];
        if (!feed.MoveNext(batch))
            return null;
        if (PosWeighting is not null)
            batch.Apply(PosWeighting);
        state.Prepare(batch, ++loaded);
        return batch;
    }

    // The labels are divided among a job's parts.
    private int FirstVector(int part) => (int)((long)state.VectorCount * part / team.Size);

    private void StepAndScore(int part)
    {
        int from = FirstVector(part), to = FirstVector(part + 1);
        if (_stepping is { } stepping)
            state.Step(stepping, (float)(MeanFactor / stepping.RowCount), from, to);
        if (_scoring is not { } scoring)
            return;
        if (_learning)
            state.CatchUp(scoring, from, to);
        state.Score(scoring, from, to);
    }

    private void ComputeResiduals(RowBatch batch)
    {
        int from;
        while ((from = Interlocked.Add(ref _claimed, RowsAClaim) - RowsAClaim) < batch.RowCount)
        {
            for (int row = from; row < Math.Min(from + RowsAClaim, batch.RowCount); row++)
            {
                Span<float> residuals = batch.ResidualsOf(row);
                float weight = batch.Weights[row];
                double sum = loss.SumOfLabels(batch.ScoresOf(row), batch.TargetsOf(row), FirstLabel, batch.CellsOf(row), residuals);
                batch.RowLosses[row] = weight * sum;
                if (weight != 1)
                    System.Numerics.Tensors.TensorPrimitives.Multiply(residuals, weight, residuals);
            }
        }
    }
}
