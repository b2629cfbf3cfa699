using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Solvers;

namespace MLNetLoss.Data;

/// <summary>One pass over the rows of a data view. Owns the cursor.</summary>
internal sealed class DataViewRowReader : RowReader
{
    private readonly DataViewRowCursor _cursor;
    private readonly TrainingColumns _columns;
    private readonly ValueGetter<VBuffer<float>> _getFeatures;
    private readonly ValueGetter<VBuffer<float>> _getTargets;
    private readonly ValueGetter<float>? _getWeight;
    private readonly ValueGetter<VBuffer<float>>? _getCells;
    private VBuffer<float> _features;
    private VBuffer<float> _targets;
    private VBuffer<float> _cells;
    private float _weight = 1;

    /// <summary>Starts before the first row.</summary>
    /// <param name="cursor">The cursor; all of <paramref name="columns"/> are active in it.</param>
    /// <param name="columns">The columns.</param>
    public DataViewRowReader(DataViewRowCursor cursor, TrainingColumns columns)
    {
        _cursor = cursor;
        _columns = columns;
        _getFeatures = SizedVectors.CreateGetter<float>(cursor, columns.Features.Column, FeatureColumn.Role);
        _getTargets = columns.Label.CreateGetter(cursor);
        _getWeight = columns.Weight is { } weight ? cursor.GetGetter<float>(weight) : null;
        _getCells = columns.CellWeights is { } cells ? SizedVectors.CreateGetter<float>(cursor, cells, TrainingColumns.CellWeightRole) : null;
    }

    /// <inheritdoc/>
    public override TrainingRow Current => new(
        _features.IsDense ? default : _features.GetIndices(),
        _features.GetValues(),
        _targets.IsDense ? default : _targets.GetIndices(),
        _targets.GetValues(),
        _weight,
        _cells.IsDense ? default : _cells.GetIndices(),
        _cells.GetValues());

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">
    /// A vector is not of its column's size, a target lies outside [0, 1], or a weight of a row or of a cell is negative, NaN or infinite.
    /// </exception>
    public override bool MoveNext()
    {
        if (!_cursor.MoveNext())
            return false;
        _getFeatures(ref _features);
        _getTargets(ref _targets);
        if (_getWeight is not null)
        {
            _getWeight(ref _weight);
            if (!(_weight >= 0 && float.IsFinite(_weight)))
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Example weight column '{_columns.Weight!.Value.Name}' holds {_weight} in row {_cursor.Position}; " +
                    $"expected a finite number of at least 0."));
            }
        }

        if (_getCells is not null)
        {
            _getCells(ref _cells);
            CheckCells();
        }

        return true;
    }

    private void CheckCells()
    {
        ReadOnlySpan<float> cells = _cells.GetValues();
        for (int i = 0; i < cells.Length; i++)
        {
            if (cells[i] >= 0 && float.IsFinite(cells[i]))
                continue;
            int label = _cells.IsDense ? i : _cells.GetIndices()[i];
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"Cell weight column '{_columns.CellWeights!.Value.Name}' holds {cells[i]} for label {label} ('{_columns.Label.Names[label]}') " +
                $"in row {_cursor.Position}; expected a finite number of at least 0."));
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _cursor.Dispose();
        base.Dispose();
    }
}
