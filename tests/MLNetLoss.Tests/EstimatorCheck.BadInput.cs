using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Tests;

internal static partial class EstimatorCheck
{
    /// <summary>
    /// Takes each column away, and puts one of another type in its place. Where that does not fit, the estimator says so of the shape and
    /// of the data in the same words, the transformer of a schema and of data, and each before a row is read.
    /// </summary>
    private static void BadInputIsRefused<T>(IEstimator<T> estimator, T transformer, IDataView data)
        where T : class, ITransformer
    {
        foreach (DataViewSchema.Column column in data.Schema.Where(column => !column.IsHidden).DistinctBy(column => column.Name))
        {
            foreach (IDataView bad in new[] { Change(data, column.Name, null), Change(data, column.Name, NumberDataViewType.Double) })
            {
                string? ofShape = Complaint(() => estimator.GetOutputSchema(Shape(bad.Schema)));
                if (estimator.GetType().Assembly == transformer.GetType().Assembly)
                    Assert.AreEqual(ofShape, Complaint(() => estimator.Fit(bad)), "Fit and GetOutputSchema of the estimator");
                string? ofSchema = Complaint(() => transformer.GetOutputSchema(bad.Schema));
                Assert.AreEqual(ofSchema, Complaint(() => transformer.Transform(bad)), "Transform and GetOutputSchema of the transformer");
                foreach (string? complaint in new[] { ofShape, ofSchema })
                    Assert.IsTrue(complaint?.Contains($"'{column.Name}'", StringComparison.Ordinal) ?? true, complaint);
                if (IsNeeded(transformer, data, column))
                    Assert.IsNotNull(ofSchema, $"the transformer needs '{column.Name}'");
            }
        }
    }

    private static string? Complaint(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (ArgumentOutOfRangeException e)
        {
            return e.Message;
        }
        catch (RowsAreReadException)
        {
            // The schema was good enough to read rows.
            return null;
        }
    }

    private static bool IsNeeded(ITransformer transformer, IDataView data, DataViewSchema.Column column)
    {
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(data.Schema);
        return mapper.GetDependencies(mapper.OutputSchema.Where(output => output.Index >= data.Schema.Count))
            .Any(input => input.Name == column.Name);
    }

    // The data with a column taken away or given a type that no component of ours takes.
    private static SchemaOnly Change(IDataView data, string column, DataViewType? type)
    {
        var builder = new DataViewSchema.Builder();
        foreach (DataViewSchema.Column other in data.Schema.Where(other => other.Name != column && !other.IsHidden))
            builder.AddColumn(other.Name, other.Type, other.Annotations);
        if (type is not null)
            builder.AddColumn(column, type);
        return new SchemaOnly(builder.ToSchema());
    }

    /// <summary>Data whose rows cannot be read.</summary>
    private sealed class SchemaOnly(DataViewSchema schema) : IDataView
    {
        public DataViewSchema Schema => schema;

        public bool CanShuffle => false;

        public long? GetRowCount() => null;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
            throw new RowsAreReadException();

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
            throw new RowsAreReadException();
    }

    private sealed class RowsAreReadException : Exception;
}
