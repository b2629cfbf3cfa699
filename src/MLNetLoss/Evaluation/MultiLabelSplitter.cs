using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetLoss.Data;
using MLNetLoss.Data.Splits;
using MLNetLoss.Metrics;

namespace MLNetLoss.Evaluation;

/// <summary>Reads the labels of data once and assigns the rows to folds.</summary>
internal static class MultiLabelSplitter
{
    /// <summary>Assigns rows to folds.</summary>
    /// <param name="environment">Takes progress and warnings.</param>
    /// <param name="data">The data.</param>
    /// <param name="foldCount">The number of folds.</param>
    /// <param name="share">The share of the rows that a fold gets, in any scale.</param>
    /// <param name="settings">How to split.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="InvalidOperationException">There are fewer rows, or groups of rows, than folds.</exception>
    public static RowFolds Split(
        IHostEnvironment environment, IDataView data, int foldCount, Func<int, double> share, SplitSettings settings,
        CancellationToken cancellation)
    {
        StratificationColumn? column = settings.Method == MultiLabelSplitMethod.Random
            ? null
            : StratificationColumn.Bind(data.Schema, settings.LabelColumnName, settings.Separator);
        DataViewSchema.Column? key = settings.SamplingKeyColumnName is null
            ? null
            : GroupColumn.Bind(data.Schema, settings.SamplingKeyColumnName);
        IHost host = environment.Register(nameof(MultiLabelSplitter));
        using IChannel channel = host.Start("Split");

        var labels = new LabelSets();
        List<int>? groups = key is null ? null : [];
        List<DataViewRowId> ids = Read(data, column, key, labels, groups, cancellation);
        int labelCount = labels.LabelCount;
        if (settings.Method == MultiLabelSplitMethod.StratifiedByPairs)
            labels = LabelPairs.Append(labels);
        var units = SplitUnits.Create(labels, labelCount, groups);
        if (units.Count < foldCount)
        {
            string what = key is null ? "rows" : $"groups of rows with equal '{settings.SamplingKeyColumnName}'";
            throw new InvalidOperationException($"There are {units.Count} {what}; expected at least {foldCount}, one for each part of the split.");
        }

        FoldBalance folds = FoldAssignment.Assign(
            units, [.. Enumerable.Range(0, foldCount).Select(share)], settings.Seed, cancellation);
        Warn(channel, folds, column);
        return new RowFolds(ids, [.. Enumerable.Range(0, ids.Count).Select(row => folds.FoldOf[groups is null ? row : groups[row]])]);
    }

    private static List<DataViewRowId> Read(
        IDataView data, StratificationColumn? column, DataViewSchema.Column? key, LabelSets labels, List<int>? groups,
        CancellationToken cancellation)
    {
        DataViewSchema.Column?[] columns = [column?.Column, key];
        using DataViewRowCursor cursor = data.GetRowCursor(columns.Where(needed => needed.HasValue).Select(needed => needed!.Value));
        var row = new List<int>();
        Action? readLabels = column?.CreateReader(cursor, row);
        Func<int>? readGroup = key is { } keyColumn ? GroupColumn.CreateReader(cursor, keyColumn) : null;
        ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
        var ids = new List<DataViewRowId>();
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            readLabels?.Invoke();
            labels.Add(CollectionsMarshal.AsSpan(row));
            if (readGroup is not null)
                groups!.Add(readGroup());
            DataViewRowId id = default;
            getId(ref id);
            ids.Add(id);
        }

        return ids;
    }

    private static void Warn(IChannel channel, FoldBalance folds, StratificationColumn? column)
    {
        string[] names = [.. Enumerable.Range(0, folds.Missing.Count)
            .Select(index => folds.Missing[index].Item)
            .Distinct()
            .Where(item => item < folds.Units.LabelCount)
            .Order()
            .Select(label => column!.Names[label])];
        if (names.Length > 0)
        {
            channel.Warning(MessageSensitivity.None,
                "{0} labels have rows enough for every part of the split, but no way was found to give one to each: {1}.",
                names.Length, LabelNames.Quote(names));
        }
    }
}
