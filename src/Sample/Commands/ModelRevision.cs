using Microsoft.ML;
using MLNetLoss.Metrics;
using MLNetLoss.Sample.Files;
using MLNetLoss.Sample.Learning;
using MLNetLoss.Sample.Output;

namespace MLNetLoss.Sample.Commands;

/// <summary>What the commands share that derive a model from another by held-out data: opening, comparing, saving.</summary>
internal sealed class ModelRevision
{
    private readonly Terminal _terminal;
    private readonly string _outputPath;
    private readonly CancellationToken _cancellationToken;

    /// <summary>Opens the model and the data, after checking that the output can be written.</summary>
    /// <param name="terminal">Where the command reads and writes.</param>
    /// <param name="modelPath">The model.</param>
    /// <param name="dataPath">The labelled data.</param>
    /// <param name="outputPath">The model file to write.</param>
    /// <param name="columns">The data's columns.</param>
    /// <param name="cancellationToken">Cancels reading and saving.</param>
    public ModelRevision(
        Terminal terminal, string modelPath, string dataPath, string outputPath, DataLayout columns, CancellationToken cancellationToken)
    {
        _terminal = terminal;
        _outputPath = outputPath;
        _cancellationToken = cancellationToken;
        AtomicFile.CheckWritable(outputPath, "--output");
        AtomicFile.CheckApart(outputPath, "--output", dataPath, "--data");
        Context = Contexts.Create(terminal, labelsColumn: columns.Labels);
        Model = ModelFile.Load(Context, modelPath);
        Data = InputData.Open(Context, dataPath, columns, Model.InputSchema, cancellationToken: cancellationToken);
        Stages = new Stages(terminal);
    }

    /// <summary>The context of all of it.</summary>
    public MLContext Context { get; }

    /// <summary>The model to derive from.</summary>
    public ModelFile Model { get; }

    /// <summary>The held-out data.</summary>
    public IDataView Data { get; }

    /// <summary>Reports what takes its time.</summary>
    public Stages Stages { get; }

    /// <summary>Evaluates both models on the data and saves the revised one.</summary>
    /// <param name="revised">The revised model.</param>
    public (MultiLabelClassificationMetrics Before, MultiLabelClassificationMetrics After) Save(ITransformer revised)
    {
        (MultiLabelClassificationMetrics, MultiLabelClassificationMetrics) measures = Stages.Run(
            "Evaluating", _ => (Evaluate(Model.Transformer), Evaluate(revised)));
        ModelFile.Save(Context, revised, Model.InputSchema, _outputPath, _cancellationToken);
        _terminal.Message($"Saved the model to {_outputPath}");
        return measures;
    }

    private MultiLabelClassificationMetrics Evaluate(ITransformer transformer) =>
        Context.MultiLabelClassification.Evaluate(transformer.Transform(Data), cancellationToken: _cancellationToken);
}
