using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Numerics;
using MLNetLoss.Solvers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Trainers;

/// <summary>
/// All that a training allocates, in memory or streaming, from the first row to the model, is at most twice the data, the model and what the solver works on:
/// its peak is then no more. Counted on the thread that trains, so that tests beside it do not matter.
/// </summary>
[TestClass]
public sealed class TrainerMemoryTests
{
    private const int Rows = 6000, Features = 3000, Labels = 40, ValuesOfRow = 60, LabelsOfRow = 2;

    // A sparse entry is an index and a value.
    private const long Data = Rows * (long)(ValuesOfRow + LabelsOfRow) * (sizeof(int) + sizeof(float));
    private const long Model = (Features + 1L) * Labels * sizeof(float);

    [TestMethod]
    public void LogisticRegression()
    {
        const int Lanes = LogisticRegressionBlock.Lanes;
        long block = ((Features + 1L) * Lanes * ((3 * sizeof(double)) + (8 * sizeof(float)))) + (Rows * 3L * Lanes * sizeof(float));
        Assert.IsLessThanOrEqualTo(2 * (Data + Model + block), Allocated((ml, view) => ml.MultiLabelClassification.Trainers.LogisticRegression(
            new LogisticRegressionTrainer.Options { Threads = 1, NumberOfIterations = 1 }).Fit(view)));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void GradientDescent(bool cache)
    {
        // Weights and one number remembered of each, padded to whole vectors.
        long state = 2 * (Features + 1L) * AlignedBuffer.RoundUp(Labels) * sizeof(float);
        Assert.IsLessThanOrEqualTo(2 * (Data + Model + state), Allocated((ml, view) => ml.MultiLabelClassification.Trainers.GradientDescent(
            new GradientDescentTrainer.Options { Threads = 1, NumberOfIterations = 4, CacheInMemory = cache }).Fit(view)));
    }

    private static long Allocated(Func<MLContext, IDataView, object> fit)
    {
        var ml = new MLContext(1);
        IDataView view = View(ml);
        // What the first training of a process allocates beside is not the training's.
        fit(ml, ml.Data.TakeRows(view, 64));
        long before = GC.GetAllocatedBytesForCurrentThread();
        object model = fit(ml, view);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(model);
        return allocated;
    }

    private static IDataView View(MLContext ml)
    {
        var random = new Random(5);
        var rows = new Row[Rows];
        for (int row = 0; row < rows.Length; row++)
            rows[row] = new Row { Features = Sparse(random, Features, ValuesOfRow), Label = Sparse(random, Labels, LabelsOfRow) };
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Features);
        schema[nameof(Row.Label)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Labels);
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    private static VBuffer<float> Sparse(Random random, int length, int count)
    {
        // One slot of each of as many stretches.
        int stretch = length / count;
        int[] indices = [.. Enumerable.Range(0, count).Select(i => (i * stretch) + random.Next(stretch))];
        return new VBuffer<float>(length, count, [.. indices.Select(_ => 1f)], indices);
    }

    private sealed class Row
    {
        public VBuffer<float> Features { get; set; }

        public VBuffer<float> Label { get; set; }
    }
}
