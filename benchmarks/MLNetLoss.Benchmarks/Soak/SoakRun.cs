using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Transforms;

namespace MLNetLoss.Benchmarks.Soak;

/// <summary>
/// Minutes of what a service does: threads score one model, by prediction engines and by <c>Transform</c>, while others train, evaluate,
/// save and load. Every result is compared with the first, bit for bit, and memory with that of the first tenth. usage: soak [MINUTES]
/// </summary>
internal sealed class SoakRun
{
    private const int Rows = 500;
    private readonly SoakRow[] _rows = SoakRow.Make(Rows);
    private readonly MLContext _ml = new(1);
    private readonly TransformerChain<VectorToLabelSetTransformer> _model;
    private readonly IDataView _data;
    private readonly SoakPrediction[] _expected;
    private readonly double _microF1;
    private readonly byte[] _file;
    private readonly string[] _names = ["engine", "engine", "transform", "train", "evaluate", "save and load"];
    private readonly long[] _done;
    private Exception? _failure;

    private SoakRun()
    {
        _done = new long[_names.Length];
        _data = _ml.Data.LoadFromEnumerable(_rows);
        _model = Train(_ml, _data);
        _expected = Predict(_ml, _model);
        _microF1 = _ml.MultiLabelClassification.Evaluate(_model.Transform(_data)).MicroF1;
        _file = Save(_ml, _model);
    }

    public static int Run(string[] args)
    {
        double minutes = args is [var text, ..] ? double.Parse(text, CultureInfo.InvariantCulture) : 3;
        return new SoakRun().Run(TimeSpan.FromMinutes(minutes)) ? 0 : 1;
    }

    private bool Run(TimeSpan time)
    {
        using var failed = new ManualResetEventSlim();
        long start = Stopwatch.GetTimestamp();
        bool Over() => Stopwatch.GetElapsedTime(start) > time || Volatile.Read(ref _failure) is not null;
        Action[] work = [.. _names.Select(Work)];
        Thread[] threads = [.. work.Select((step, i) => new Thread(() =>
        {
            try
            {
                for (; !Over(); _done[i]++)
                    step();
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref _failure, exception, null);
                failed.Set();
            }
        })
        { Name = _names[i] })];
        foreach (Thread thread in threads)
            thread.Start();
        long early = 0;
        for (int tenth = 1; tenth <= 10 && !Over(); tenth++)
        {
            TimeSpan left = (time * tenth / 10) - Stopwatch.GetElapsedTime(start);
            failed.Wait(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            long bytes = GC.GetTotalMemory(forceFullCollection: true);
            early = tenth == 1 ? bytes : early;
            Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds,6:0} s: managed heap {bytes / 1e6:0.0} MB, process {Environment.WorkingSet / 1e6:0} MB");
        }

        foreach (Thread thread in threads)
            thread.Join();
        long late = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine(string.Join(", ", _names.Zip(_done, (name, count) => $"{name} {count}")));
        if (_failure is not null)
            Console.WriteLine(_failure);
        // What threads hold at the moment of measuring differs by a few rows and buffers.
        bool flat = late < early + 10_000_000;
        Console.WriteLine($"managed heap {early / 1e6:0.0} MB early, {late / 1e6:0.0} MB at the end: {(flat ? "flat" : "GROWN")}; results {(_failure is null ? "equal" : "NOT equal")}");
        return flat && _failure is null;
    }

    private Action Work(string name)
    {
        switch (name)
        {
            case "engine":
                PredictionEngine<SoakRow, SoakPrediction> engine = _ml.Model.CreatePredictionEngine<SoakRow, SoakPrediction>(_model);
                int next = 0;
                return () =>
                {
                    int row = next++ % Rows;
                    Compare(_expected[row], engine.Predict(_rows[row]), row);
                };
            case "transform":
                return () => Compare(Predict(_ml, _model));
            case "train":
                return () => Compare(Predict(_ml, Train(_ml, _data)));
            case "evaluate":
                return () =>
                {
                    double microF1 = _ml.MultiLabelClassification.Evaluate(_model.Transform(_data)).MicroF1;
                    if (microF1 != _microF1)
                        throw new InvalidOperationException($"micro-F1 is {microF1}, was {_microF1}");
                };
            default:
                return () =>
                {
                    // A context of its own, as each request of a service that reloads its model would have.
                    var ml = new MLContext();
                    ml.ComponentCatalog.RegisterMultiLabel();
                    using var stream = new MemoryStream(_file);
                    ITransformer loaded = ml.Model.Load(stream, out _);
                    Compare(Predict(ml, loaded));
                    if (Save(ml, loaded).Length != _file.Length)
                        throw new InvalidOperationException("a loaded model is saved as something else");
                };
        }
    }

    private static TransformerChain<VectorToLabelSetTransformer> Train(MLContext ml, IDataView data) => ml.Transforms.Conversion.MapLabelSetToVector("Label", nameof(SoakRow.Tags))
        .Append(ml.MultiLabelClassification.Trainers.GradientDescent(numberOfIterations: 5))
        .Append(ml.Transforms.Conversion.MapVectorToLabelSet("PredictedTags", "PredictedLabel"))
        .Fit(data);

    private byte[] Save(MLContext ml, ITransformer model)
    {
        using var stream = new MemoryStream();
        ml.Model.Save(model, _data.Schema, stream);
        return stream.ToArray();
    }

    private SoakPrediction[] Predict(MLContext ml, ITransformer model) =>
        [.. ml.Data.CreateEnumerable<SoakPrediction>(model.Transform(_data), reuseRowObject: false)];

    private void Compare(SoakPrediction[] actual)
    {
        for (int row = 0; row < Rows; row++)
            Compare(_expected[row], actual[row], row);
    }

    private static void Compare(SoakPrediction expected, SoakPrediction actual, int row)
    {
        if (!expected.Score.AsSpan().SequenceEqual(actual.Score) || !expected.PredictedTags.AsSpan().SequenceEqual(actual.PredictedTags))
            throw new InvalidOperationException($"row {row} is scored otherwise than at first");
    }
}
