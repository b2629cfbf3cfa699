using System.Globalization;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>The fold of each row of a data view, by row id, which is the same however the rows are read.</summary>
internal sealed class RowFolds
{
    private readonly int[] _folds;
    private readonly long[] _rowCounts;
    private readonly Dictionary<DataViewRowId, int>? _positions;

    /// <summary>Assigns rows to folds.</summary>
    /// <param name="ids">The ids of the rows, in the order of the data.</param>
    /// <param name="folds">The fold of each row.</param>
    public RowFolds(IReadOnlyList<DataViewRowId> ids, int[] folds)
    {
        _folds = folds;
        _rowCounts = new long[folds.DefaultIfEmpty(-1).Max() + 1];
        foreach (int fold in folds)
            _rowCounts[fold]++;
        HasDistinctIds = true;
        if (Enumerable.Range(0, ids.Count).All(row => ids[row].Low == (ulong)row && ids[row].High == 0))
            return;
        _positions = new Dictionary<DataViewRowId, int>(ids.Count);
        for (int row = 0; row < ids.Count && HasDistinctIds; row++)
            HasDistinctIds = _positions.TryAdd(ids[row], row);
    }

    /// <summary>Whether row ids are distinct; if not, rows are told apart only by position in the order of the data.</summary>
    public bool HasDistinctIds { get; }

    /// <summary>The number of rows in a fold.</summary>
    /// <param name="fold">The fold.</param>
    public long RowCount(int fold) => fold < _rowCounts.Length ? _rowCounts[fold] : 0;

    /// <summary>The number of rows in all the other folds.</summary>
    /// <param name="fold">The fold.</param>
    public long RowCountWithout(int fold) => _folds.Length - RowCount(fold);

    /// <summary>The fold of a row.</summary>
    /// <param name="id">The row's id.</param>
    /// <exception cref="InvalidOperationException">There was no such row.</exception>
    public int Of(DataViewRowId id)
    {
        ulong row = id.High == 0 ? id.Low : ulong.MaxValue;
        if (_positions is not null)
            row = _positions.TryGetValue(id, out int position) ? (ulong)position : ulong.MaxValue;
        return row < (ulong)_folds.Length ? _folds[row] : throw Unknown($"with id {id}");
    }

    /// <summary>The fold of a row.</summary>
    /// <param name="position">The row's position in the order of the data, from 0.</param>
    /// <exception cref="InvalidOperationException">There was no such row.</exception>
    public int Of(long position) => position < _folds.Length
        ? _folds[position]
        : throw Unknown(position.ToString(CultureInfo.InvariantCulture));

    private static InvalidOperationException Unknown(string row) => new(
        $"Row {row} was not there when the data were split; data that are split must give the same rows each time they are read.");
}
