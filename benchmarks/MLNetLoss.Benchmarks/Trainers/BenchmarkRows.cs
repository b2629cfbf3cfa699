using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Benchmarks.Trainers;

/// <summary>Rows in memory as every system gets them: features sparse or dense as the file has them, labels as 0/1 vectors.</summary>
internal sealed class BenchmarkRows
{
    private BenchmarkRows(MLContext ml, Row[] rows, int featureCount, int labelCount)
    {
        Rows = rows;
        LabelCount = labelCount;
        Schema = SchemaDefinition.Create(typeof(Row));
        Schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, featureCount);
        Schema[nameof(Row.Label)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, labelCount);
        View = ml.Data.LoadFromEnumerable(rows, Schema);
    }

    public Row[] Rows { get; }

    public int LabelCount { get; }

    public IDataView View { get; }

    private SchemaDefinition Schema { get; }

    public static BenchmarkRows Read(MLContext ml, string path, bool appendConstant)
    {
        IDataView file = ml.Data.LoadFromMultiLabelTextFile(path);
        int features = ((VectorDataViewType)file.Schema["Features"].Type).Size;
        int labels = ((VectorDataViewType)file.Schema["Label"].Type).Size;
        int size = appendConstant ? features + 1 : features;
        var rows = new List<Row>();
        using DataViewRowCursor cursor = file.GetRowCursor(file.Schema);
        ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(file.Schema["Features"]);
        ValueGetter<VBuffer<float>> getLabel = cursor.GetGetter<VBuffer<float>>(file.Schema["Label"]);
        while (cursor.MoveNext())
        {
            VBuffer<float> x = default, y = default;
            getFeatures(ref x);
            getLabel(ref y);
            if (appendConstant)
            {
                x = x.IsDense
                    ? new VBuffer<float>(size, [.. x.GetValues(), 1f])
                    : new VBuffer<float>(size, x.GetValues().Length + 1, [.. x.GetValues(), 1f], [.. x.GetIndices(), features]);
            }

            rows.Add(new Row { Features = x, Label = y });
        }

        return new BenchmarkRows(ml, [.. rows], size, labels);
    }

    internal sealed class Row
    {
        public VBuffer<float> Features { get; set; }

        public VBuffer<float> Label { get; set; }
    }
}
