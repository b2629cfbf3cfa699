using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Interop;

namespace MLNetLoss.Tests;

/// <summary>
/// What every estimator of ours must do to be at home in ML.NET: promise the schema it then has, compute lazily and only what is
/// asked for, give the same values by cursor, by parallel cursors, by row mapper and on many threads at once, refuse what does not fit
/// before a row is read, and survive saving and loading.
/// </summary>
internal static partial class EstimatorCheck
{
    /// <summary>Fits an estimator and checks it and its transformer.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="estimator">The estimator.</param>
    /// <param name="data">Data it can be fitted to and applied on.</param>
    /// <returns>The fitted transformer.</returns>
    public static T Run<T>(MLContext ml, IEstimator<T> estimator, IDataView data)
        where T : class, ITransformer
    {
        T transformer = estimator.Fit(data);
        IDataView output = transformer.Transform(data);

        SchemaIsAsPromised(estimator.GetOutputSchema(Shape(data.Schema)), output.Schema);
        Assert.AreEqual(Describe(transformer.GetOutputSchema(data.Schema)), Describe(output.Schema), "GetOutputSchema");

        string[] rows = Rows(output);
        Assert.AreNotEqual(0, rows.Length, "the check needs rows");
        CollectionAssert.AreEqual(rows, Rows(output), "a second pass differs");
        CursorSetGivesTheSameRows(output, rows);
        ShuffledCursorGivesTheSameRows(transformer, data, output, rows);
        RowMapperGivesTheSameRows(transformer, data, rows);
        InactiveColumnsThrow(output);
        OnlyNeededColumnsAreActive(transformer, data);
        RowCountPassesThrough(data, output);
        ManyThreadsGiveTheSameRows(transformer, data, rows);
        if (IsOurs(transformer))
        {
            NothingIsAllocatedPerRow(output);
            BadInputIsRefused(estimator, transformer, data);
        }

        SavingAndLoadingChangesNothing(ml, transformer, data, output, rows);
        return transformer;
    }

    // A chain is ML.NET's: what it allocates, asks for and says is not ours to check.
    private static bool IsOurs(ITransformer transformer) => transformer is MLNetLoss.Data.RowToRowTransformer;

    /// <summary>The shape of a schema, as ML.NET makes it.</summary>
    public static SchemaShape Shape(DataViewSchema schema) => new(schema
        .Where(column => !column.IsHidden)
        .Select(column => SchemaShapes.Column(column.Name, column.Type, column.Annotations)));

    /// <summary>All values of all visible columns, one text a row, digit for digit.</summary>
    public static string[] Rows(IDataView data)
    {
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        return [.. Rows(cursor).Select(row => row.Text)];
    }

    /// <summary>A schema in words: names, types, annotations and their values.</summary>
    public static string Describe(DataViewSchema schema) => string.Join('\n', schema.Select(column =>
        $"{column.Name}: {column.Type} hidden={column.IsHidden} " + string.Join(", ", column.Annotations.Schema.Select(annotation =>
            $"{annotation.Name}: {annotation.Type} = {AnnotationText(column.Annotations, annotation)}"))));

    private static void SchemaIsAsPromised(SchemaShape promised, DataViewSchema actual)
    {
        SchemaShape real = Shape(actual);
        foreach (SchemaShape.Column column in real)
        {
            SchemaShape.Column? promise = SchemaShapes.Find(promised, column.Name);
            Assert.IsNotNull(promise, $"column '{column.Name}' was not promised");
            Assert.AreEqual(SchemaShapes.Describe(promise.Value), SchemaShapes.Describe(column), column.Name);
            foreach (SchemaShape.Column annotation in promise.Value.Annotations)
            {
                SchemaShape.Column? there = SchemaShapes.Find(column.Annotations, annotation.Name);
                Assert.IsNotNull(there, $"annotation '{annotation.Name}' of '{column.Name}' was promised");
                Assert.AreEqual(SchemaShapes.Describe(annotation), SchemaShapes.Describe(there.Value), annotation.Name);
            }
        }

        foreach (SchemaShape.Column promise in promised)
            Assert.IsNotNull(SchemaShapes.Find(real, promise.Name), $"column '{promise.Name}' was promised");
    }

    private static void CursorSetGivesTheSameRows(IDataView data, string[] rows)
    {
        DataViewRowCursor[] cursors = data.GetRowCursorSet(data.Schema, 3);
        var found = new List<(DataViewRowId Id, long Batch, string Text)>();
        foreach (DataViewRowCursor cursor in cursors)
        {
            using (cursor)
            {
                long batch = -1;
                foreach ((DataViewRowId Id, long Batch, string Text) row in Rows(cursor))
                {
                    Assert.IsGreaterThanOrEqualTo(batch, row.Batch, "batches of a cursor must not go down");
                    batch = row.Batch;
                    found.Add(row);
                }
            }
        }

        CollectionAssert.AreEquivalent(rows, found.Select(row => row.Text).ToArray(), "cursor set");
        using DataViewRowCursor serial = data.GetRowCursor(data.Schema);
        var ids = Rows(serial).ToDictionary(row => row.Id, row => row.Text);
        foreach ((DataViewRowId id, _, string text) in found)
            Assert.AreEqual(ids[id], text, "row ids are those of the serial cursor");
    }

    private static void ShuffledCursorGivesTheSameRows(ITransformer transformer, IDataView data, IDataView output, string[] rows)
    {
        if (!output.CanShuffle)
            return;
        using DataViewRowCursor cursor = output.GetRowCursor(output.Schema, new Random(5));
        (DataViewRowId Id, long Batch, string Text)[] shuffled = [.. Rows(cursor)];
        CollectionAssert.AreEquivalent(rows, shuffled.Select(row => row.Text).ToArray(), "shuffled");
        if (!IsOurs(transformer))
            return;
        using DataViewRowCursor input = data.GetRowCursor(data.Schema, new Random(5));
        CollectionAssert.AreEqual(
            Rows(input).Select(row => row.Id).ToArray(), shuffled.Select(row => row.Id).ToArray(), "the input is shuffled, and nothing else");
    }

    private static void RowMapperGivesTheSameRows(ITransformer transformer, IDataView data, string[] rows)
    {
        if (!transformer.IsRowToRowMapper)
            return;
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(data.Schema);
        Assert.AreSame(data.Schema, mapper.InputSchema);
        using DataViewRowCursor input = data.GetRowCursor(data.Schema);
        using DataViewRow row = mapper.GetRow(input, mapper.OutputSchema);
        Func<string> text = RowText(row);
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.IsTrue(input.MoveNext());
            Assert.AreEqual(rows[i], text(), "row mapper");
        }
    }

    private static void InactiveColumnsThrow(IDataView data)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([]);
        foreach (DataViewSchema.Column column in data.Schema)
        {
            if (cursor.IsColumnActive(column))
                continue;
            var e = Assert.Throws<Exception>(() => cursor.GetGetter<float>(column), column.Name);
            Assert.IsTrue(e is InvalidOperationException or ArgumentOutOfRangeException, $"ML.NET's own throw either, not {e.GetType()}");
            return;
        }
    }

    private static void OnlyNeededColumnsAreActive(ITransformer transformer, IDataView data)
    {
        if (!IsOurs(transformer))
            return;
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(data.Schema);
        Assert.IsEmpty(mapper.GetDependencies([]).ToArray());
        foreach (DataViewSchema.Column column in mapper.OutputSchema)
        {
            DataViewSchema.Column[] needed = [.. mapper.GetDependencies([column])];
            if (column.Index < data.Schema.Count)
            {
                CollectionAssert.AreEqual(new[] { column.Name }, needed.Select(input => input.Name).ToArray());
                continue;
            }

            // With nothing but its dependencies active, the column must be computable.
            using DataViewRowCursor input = data.GetRowCursor(needed);
            using DataViewRow row = mapper.GetRow(input, [column]);
            Func<string> text = RowText(row);
            Assert.IsTrue(input.MoveNext());
            text();

            // And with one of them less it must not.
            foreach (DataViewSchema.Column one in needed)
            {
                using DataViewRowCursor less = data.GetRowCursor(needed.Where(other => other.Index != one.Index));
                Assert.Throws<Exception>(() => RowText(mapper.GetRow(less, [column]))(), $"'{column.Name}' does not need '{one.Name}'");
            }
        }
    }

    private static void RowCountPassesThrough(IDataView data, IDataView output)
    {
        Assert.AreEqual(data.GetRowCount(), output.GetRowCount());
        Assert.AreEqual(data.CanShuffle, output.CanShuffle);
    }

    private static void NothingIsAllocatedPerRow(IDataView data)
    {
        // Text is a new string for each row by nature; all else must come from buffers that are used again.
        DataViewSchema.Column[] columns = [.. data.Schema.Where(column => !ItemType(column).Equals(TextDataViewType.Instance))];
        int rows = 0;
        long bytes = Allocations.Least(() => AllocatedByWarmRows(data, columns, out rows));
        if (rows > WarmRows)
            Assert.IsLessThan(8 * rows, bytes, $"{bytes} bytes for {rows} rows");
    }

    private static long AllocatedByWarmRows(IDataView data, DataViewSchema.Column[] columns, out int warmRows)
    {
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        Action[] reads = [.. columns.Select(column => Reader(cursor, column))];
        long before = 0;
        int row = 0;
        while (cursor.MoveNext())
        {
            foreach (Action read in reads)
                read();
            if (++row == WarmRows)
                before = GC.GetAllocatedBytesForCurrentThread();
        }

        warmRows = row - WarmRows;
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private const int WarmRows = 40;

    private static void SavingAndLoadingChangesNothing(
        MLContext ml, ITransformer transformer, IDataView data, IDataView output, string[] rows)
    {
        using var file = new MemoryStream();
        ml.Model.Save(transformer, data.Schema, file);
        file.Position = 0;
        var fresh = new MLContext();
        fresh.ComponentCatalog.RegisterMultiLabel();
        ITransformer loaded = fresh.Model.Load(file, out DataViewSchema schema);
        Assert.AreEqual(data.Schema.Count, schema.Count);
        IDataView again = loaded.Transform(data);
        Assert.AreEqual(Describe(output.Schema), Describe(again.Schema), "loaded schema");
        CollectionAssert.AreEqual(rows, Rows(again), "loaded rows");

        using var second = new MemoryStream();
        fresh.Model.Save(loaded, data.Schema, second);
        Assert.AreEqual(file.Length, second.Length, "a loaded model is saved as it was");
    }

    private static DataViewType ItemType(DataViewSchema.Column column) =>
        column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;
}
