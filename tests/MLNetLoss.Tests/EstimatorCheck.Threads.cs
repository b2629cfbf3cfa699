using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Tests;

internal static partial class EstimatorCheck
{
    private const int Threads = 3;

    /// <summary>One transformer on many threads at once: each with its cursor over a shared view, a view of its own, or a row mapper.</summary>
    private static void ManyThreadsGiveTheSameRows(ITransformer transformer, IDataView data, string[] rows)
    {
        IDataView shared = transformer.Transform(data);
        using var begin = new Barrier(Threads);
        var work = new Thread[Threads];
        var found = new string[Threads][];
        for (int i = 0; i < Threads; i++)
        {
            int thread = i;
            work[i] = new Thread(() =>
            {
                begin.SignalAndWait();
                found[thread] = (thread % 3) switch
                {
                    0 => Rows(shared),
                    1 => Rows(transformer.Transform(data)),
                    _ => MappedRows(transformer, data),
                };
            });
            work[i].Start();
        }

        foreach (Thread thread in work)
            thread.Join();
        foreach (string[] one in found)
            CollectionAssert.AreEqual(rows, one, "many threads");
        CursorSetOnManyThreadsGivesTheSameRows(shared, rows);
    }

    // The cursors of one set, each on a thread, as trainers read them.
    private static void CursorSetOnManyThreadsGivesTheSameRows(IDataView data, string[] rows)
    {
        DataViewRowCursor[] cursors = data.GetRowCursorSet(data.Schema, Threads);
        var found = new string[cursors.Length][];
        Thread[] work = [.. cursors.Select((cursor, i) => new Thread(() =>
        {
            using (cursor)
                found[i] = [.. Rows(cursor).Select(row => row.Text)];
        }))];
        Array.ForEach(work, thread => thread.Start());
        Array.ForEach(work, thread => thread.Join());
        CollectionAssert.AreEquivalent(rows, found.SelectMany(one => one).ToArray(), "a cursor set on many threads");
    }

    private static string[] MappedRows(ITransformer transformer, IDataView data)
    {
        if (!transformer.IsRowToRowMapper)
            return Rows(transformer.Transform(data));
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(data.Schema);
        using DataViewRowCursor input = data.GetRowCursor(data.Schema);
        using DataViewRow row = mapper.GetRow(input, mapper.OutputSchema);
        Func<string> text = RowText(row);
        var rows = new List<string>();
        while (input.MoveNext())
            rows.Add(text());
        return [.. rows];
    }
}
