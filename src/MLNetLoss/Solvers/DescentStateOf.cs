using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MLNetLoss.Numerics;

namespace MLNetLoss.Solvers;

/// <summary>
/// The weights under training, in the solver's frame, with the update rule's state. The work is divided by labels: threads with different
/// vectors of labels share no written memory, and no number depends on the division.
/// </summary>
/// <typeparam name="TRule">The update rule.</typeparam>
internal sealed class DescentStateOf<TRule> : DescentState
    where TRule : struct, IStepRule
{
    private readonly AlignedBuffer _first;
    private readonly AlignedBuffer _second;

    /// <summary>Scratch memory for a column's gradient: each thread uses the part of its labels.</summary>
    private readonly AlignedBuffer _gradient;
    private readonly StepSequence _steps;
    private readonly long[] _lastSteps;

    // Where it is zero, a step of Adam without a gradient is 0/0.
    private readonly bool _hasEpsilon;

    /// <summary>Takes the memory.</summary>
    /// <param name="columnCount">Columns of the frame.</param>
    /// <param name="labelCount">L, the number of labels.</param>
    /// <param name="steps">The steps to make.</param>
    public DescentStateOf(int columnCount, int labelCount, StepSequence steps)
        : base(columnCount, labelCount)
    {
        _steps = steps;
        _first = new AlignedBuffer(TRule.StateCount > 0 ? Weights.Length : 0);
        _second = new AlignedBuffer(TRule.StateCount > 1 ? Weights.Length : 0);
        _gradient = new AlignedBuffer(Stride);
        _lastSteps = new long[TRule.MovesWithoutGradient ? columnCount : 0];
        _hasEpsilon = steps.At(1).Epsilon > 0;
    }

    /// <inheritdoc/>
    public override void Prepare(RowBatch batch, long step)
    {
        batch.Step = step;
        for (int slot = 0; slot < batch.TouchedCount; slot++)
        {
            int column = batch.Touched[slot];
            batch.TouchCounts[slot] = ++Touches[column];
            if (TRule.MovesWithoutGradient)
            {
                batch.Skipped[slot] = IsAtRest(column) ? 0 : step - 1 - _lastSteps[column];
                _lastSteps[column] = step;
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Step(RowBatch batch, float rowShare, int from, int to)
    {
        if (to <= from)
            return;
        StepScalars scalars = _steps.At(batch.Step);
        float rate = scalars.Rate, shrinkage = scalars.Shrinkage;
        ref float residuals = ref Unsafe.Add(ref batch.Residuals.Origin, from * RowPrimitives.Lane);
        ref float gradient = ref Unsafe.Add(ref _gradient.Origin, from * RowPrimitives.Lane);
        for (int slot = 0; slot < batch.TouchedCount; slot++)
        {
            int column = batch.Touched[slot];
            int start = batch.ColumnStarts[slot];
            int length = batch.ColumnStarts[slot + 1] - start;
            RowPrimitives.SumScaledRows(
                ref residuals, Stride, batch.ColumnRows.Slice(start, length), batch.ColumnValues.Slice(start, length), ref gradient, to - from);

            float scale = TRule.ScalesColumns ? ColumnScales[column] : 1f;
            scalars.Rate = rate * scale;
            scalars.GradientFactor = rowShare * scale;
            scalars.Regularization = Regularization[column] * length * rowShare * scale;
            scalars.TouchShare = 2f / (batch.TouchCounts[slot] + 1f);
            scalars.Shrinkage = IsRegularized(column) ? shrinkage : 1f;
            StepVectors(((nint)column * Stride) + (from * RowPrimitives.Lane), to - from, ref gradient, scalars);
        }
    }

    /// <inheritdoc/>
    public override void CatchUp(RowBatch batch, int from, int to)
    {
        if (!TRule.MovesWithoutGradient)
            return;
        for (int slot = 0; slot < batch.TouchedCount; slot++)
        {
            if (batch.Skipped[slot] > 0)
                CatchUp(batch.Touched[slot], batch.Step - batch.Skipped[slot], batch.Skipped[slot], from, to);
        }
    }

    /// <inheritdoc/>
    public override void CatchUpAll(long step, int from, int to, CancellationToken cancellation)
    {
        for (int column = 0; column < _lastSteps.Length; column++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_lastSteps[column] < step && !IsAtRest(column))
                CatchUp(column, _lastSteps[column] + 1, step - _lastSteps[column], from, to);
        }
    }

    /// <inheritdoc/>
    public override void SetCaughtUp(long step)
    {
        for (int column = 0; column < _lastSteps.Length; column++)
        {
            if (!IsAtRest(column))
                _lastSteps[column] = step;
        }
    }

    // Most columns of hashed features are in no row.
    private bool IsAtRest(int column) => StartsAtZero && _lastSteps[column] == 0 && _hasEpsilon;

    /// <summary>Makes the steps in which a column had no gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CatchUp(int column, long firstStep, long count, int from, int to)
    {
        long made = Math.Min(count, _steps.MemorySteps);
        nint begin = ((nint)column * Stride) + (from * RowPrimitives.Lane);
        nint end = ((nint)column * Stride) + (to * RowPrimitives.Lane);
        for (long step = firstStep; step < firstStep + made; step++)
        {
            StepScalars scalars = _steps.At(step);
            if (!IsRegularized(column))
                scalars.Shrinkage = 1f;
            StepVectors(begin, to - from, ref Unsafe.NullRef<float>(), scalars);
        }

        if (made == count)
            return;
        StepScalars constants = _steps.At(firstStep);
        var decay1 = Vector512.Create((float)Math.Pow(1.0 - constants.Share1, count - made));
        var decay2 = Vector512.Create((float)Math.Pow(1.0 - constants.Share2, count - made));
        for (nint place = begin; place < end; place += RowPrimitives.Lane)
        {
            Multiply(ref Unsafe.Add(ref _first.Origin, place), decay1);
            if (TRule.StateCount > 1)
                Multiply(ref Unsafe.Add(ref _second.Origin, place), decay2);
        }

        static void Multiply(ref float place, Vector512<float> factor) => (Vector512.LoadUnsafe(ref place) * factor).StoreUnsafe(ref place);
    }

    /// <summary>Makes a step for some vectors of a column.</summary>
    /// <param name="place">The first weight.</param>
    /// <param name="vectors">How many vectors.</param>
    /// <param name="gradient">The sum over the batch's rows; a null reference for zeros.</param>
    /// <param name="scalars">The values common to all labels.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StepVectors(nint place, int vectors, ref float gradient, in StepScalars scalars)
    {
        ref float weights = ref Unsafe.Add(ref Weights.Origin, place);
        ref float firsts = ref Unsafe.Add(ref _first.Origin, TRule.StateCount > 0 ? place : 0);
        ref float seconds = ref Unsafe.Add(ref _second.Origin, TRule.StateCount > 1 ? place : 0);
        // The anchor is the origin of the regularised weights; no rule depends on where the origin is.
        ref float anchors = ref Anchor is null ? ref Unsafe.NullRef<float>() : ref Unsafe.Add(ref Anchor.Origin, place);
        for (nuint at = 0; at < (nuint)(vectors * RowPrimitives.Lane); at += RowPrimitives.Lane)
        {
            Vector512<float> g = Unsafe.IsNullRef(ref gradient) ? default : Vector512.LoadUnsafe(ref gradient, at) * scalars.GradientFactor;
            Vector512<float> first = TRule.StateCount > 0 ? Vector512.LoadUnsafe(ref firsts, at) : default;
            Vector512<float> second = TRule.StateCount > 1 ? Vector512.LoadUnsafe(ref seconds, at) : default;
            var weight = Vector512.LoadUnsafe(ref weights, at);
            if (!Unsafe.IsNullRef(ref anchors))
                weight -= Vector512.LoadUnsafe(ref anchors, at);
            if (!TRule.RegularizesItself)
                g = Vector512.FusedMultiplyAdd(weight, Vector512.Create(scalars.Regularization), g);
            weight = TRule.Step(weight, g, ref first, ref second, scalars);
            if (!Unsafe.IsNullRef(ref anchors))
                weight += Vector512.LoadUnsafe(ref anchors, at);
            weight.StoreUnsafe(ref weights, at);
            if (TRule.StateCount > 0)
                first.StoreUnsafe(ref firsts, at);
            if (TRule.StateCount > 1)
                second.StoreUnsafe(ref seconds, at);
        }
    }
}
