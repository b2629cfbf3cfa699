using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MLNetLoss.Numerics;

namespace MLNetLoss.Solvers;

/// <summary>
/// The weights under training, in the solver's frame, with what the update rule remembers of each. Its work is divided by labels:
/// threads that take different vectors of labels share nothing that is written, and no number depends on the division.
/// </summary>
/// <typeparam name="TRule">The update rule.</typeparam>
internal sealed class DescentState<TRule> : DescentState
    where TRule : struct, IStepRule
{
    private readonly AlignedBuffer _first;
    private readonly AlignedBuffer _second;
    private readonly StepSequence _steps;
    private readonly long[] _lastSteps;

    /// <summary>Takes the memory.</summary>
    /// <param name="columnCount">Columns of the frame.</param>
    /// <param name="labelCount">L, the number of labels.</param>
    /// <param name="steps">The steps to make.</param>
    public DescentState(int columnCount, int labelCount, StepSequence steps)
        : base(columnCount, labelCount)
    {
        _steps = steps;
        _first = new AlignedBuffer(TRule.StateCount > 0 ? Weights.Length : 0);
        _second = new AlignedBuffer(TRule.StateCount > 1 ? Weights.Length : 0);
        _lastSteps = new long[TRule.MovesWithoutGradient ? columnCount : 0];
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
                batch.Skipped[slot] = step - 1 - _lastSteps[column];
                _lastSteps[column] = step;
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Step(RowBatch batch, float rowShare, int from, int to)
    {
        StepScalars scalars = _steps.At(batch.Step);
        float shrinkage = scalars.Shrinkage;
        for (int slot = 0; slot < batch.TouchedCount; slot++)
        {
            int column = batch.Touched[slot];
            int start = batch.ColumnStarts[slot];
            int length = batch.ColumnStarts[slot + 1] - start;
            ReadOnlySpan<int> rows = batch.ColumnRows.Slice(start, length);
            ReadOnlySpan<float> values = batch.ColumnValues.Slice(start, length);
            scalars.Scale = ColumnScales[column];
            scalars.TouchShare = 2f / (batch.TouchCounts[slot] + 1f);
            scalars.Shrinkage = IsRegularized(column) ? shrinkage : 1f;
            scalars.Regularization = Regularization[column] * length * rowShare;
            nint place = (nint)column * Stride;
            int vector = from;
            for (; vector + 4 <= to; vector += 4)
            {
                RowPrimitives.Sum4(ref Unsafe.Add(ref batch.Residuals.Origin, vector * RowPrimitives.Lane), Stride, rows, values,
                    out Vector512<float> a, out Vector512<float> b, out Vector512<float> c, out Vector512<float> d);
                nint at = place + (vector * RowPrimitives.Lane);
                StepVector(at, a * rowShare, scalars);
                StepVector(at + RowPrimitives.Lane, b * rowShare, scalars);
                StepVector(at + (2 * RowPrimitives.Lane), c * rowShare, scalars);
                StepVector(at + (3 * RowPrimitives.Lane), d * rowShare, scalars);
            }

            for (; vector + 2 <= to; vector += 2)
            {
                RowPrimitives.Sum2(ref Unsafe.Add(ref batch.Residuals.Origin, vector * RowPrimitives.Lane), Stride, rows, values,
                    out Vector512<float> a, out Vector512<float> b);
                nint at = place + (vector * RowPrimitives.Lane);
                StepVector(at, a * rowShare, scalars);
                StepVector(at + RowPrimitives.Lane, b * rowShare, scalars);
            }

            if (vector < to)
            {
                Vector512<float> sum = RowPrimitives.Sum1(
                    ref Unsafe.Add(ref batch.Residuals.Origin, vector * RowPrimitives.Lane), Stride, rows, values);
                StepVector(place + (vector * RowPrimitives.Lane), sum * rowShare, scalars);
            }
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
    public override void CatchUpAll(long step)
    {
        for (int column = 0; column < _lastSteps.Length; column++)
        {
            if (_lastSteps[column] < step)
                CatchUp(column, _lastSteps[column] + 1, step - _lastSteps[column], 0, VectorCount);
            _lastSteps[column] = step;
        }
    }

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
            for (nint place = begin; place < end; place += RowPrimitives.Lane)
                StepVector(place, Vector512<float>.Zero, scalars);
        }

        if (made == count)
            return;
        StepScalars constants = _steps.At(firstStep);
        var decay1 = Vector512.Create((float)Math.Pow(constants.Beta1, count - made));
        var decay2 = Vector512.Create((float)Math.Pow(constants.Beta2, count - made));
        for (nint place = begin; place < end; place += RowPrimitives.Lane)
        {
            Multiply(ref Unsafe.Add(ref _first.Origin, place), decay1);
            if (TRule.StateCount > 1)
                Multiply(ref Unsafe.Add(ref _second.Origin, place), decay2);
        }

        static void Multiply(ref float place, Vector512<float> factor) => (Vector512.LoadUnsafe(ref place) * factor).StoreUnsafe(ref place);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StepVector(nint place, Vector512<float> gradient, in StepScalars scalars)
    {
        ref float weights = ref Unsafe.Add(ref Weights.Origin, place);
        ref float firstPlace = ref Unsafe.Add(ref _first.Origin, TRule.StateCount > 0 ? place : 0);
        ref float secondPlace = ref Unsafe.Add(ref _second.Origin, TRule.StateCount > 1 ? place : 0);
        Vector512<float> first = TRule.StateCount > 0 ? Vector512.LoadUnsafe(ref firstPlace) : default;
        Vector512<float> second = TRule.StateCount > 1 ? Vector512.LoadUnsafe(ref secondPlace) : default;
        var weight = Vector512.LoadUnsafe(ref weights);
        // The anchor is the origin of what is regularised; no rule minds where the origin is.
        Vector512<float> anchor = Anchor is null ? default : Vector512.LoadUnsafe(ref Unsafe.Add(ref Anchor.Origin, place));
        if (Anchor is not null)
            weight -= anchor;
        if (!TRule.RegularizesItself)
            gradient = Vector512.FusedMultiplyAdd(weight, Vector512.Create(scalars.Regularization), gradient);
        weight = TRule.Step(weight, gradient, ref first, ref second, scalars);
        if (Anchor is not null)
            weight += anchor;
        weight.StoreUnsafe(ref weights);
        if (TRule.StateCount > 0)
            first.StoreUnsafe(ref firstPlace);
        if (TRule.StateCount > 1)
            second.StoreUnsafe(ref secondPlace);
    }
}
