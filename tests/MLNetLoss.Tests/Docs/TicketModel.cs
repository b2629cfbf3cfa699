using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Solvers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Docs;

/// <summary>A small model of texts in a file, as the documentation's code finds one.</summary>
internal sealed class TicketModel : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public TicketModel()
    {
        var ml = new MLContext(1);
        IDataView tickets = ml.Data.LoadFromEnumerable([new Ticket { Text = "disk full" }, new Ticket { Text = "socket closed" }]);
        ITransformer featurizer = ml.Transforms.Text.ProduceWordBags("Features", "Text", ngramLength: 1).Fit(tickets);

        // Four words: disk and full speak for storage, socket and closed for network.
        Prediction = new MultiLabelPredictionTransformer(
            new LinearMultiLabelModelParameters(
                new LinearModel(4, 2, [2, -1, 1, 0, -1, 3, 0, 1], [-0.5f, -0.5f]), ["storage", "network"], ["disk", "full", "socket", "closed"]),
            "Features");
        IDataView scored = Prediction.Transform(featurizer.Transform(tickets));
        Model = new TransformerChain<ITransformer>(
            featurizer, Prediction, ml.Transforms.Conversion.MapVectorToLabelSet("PredictedTags", "PredictedLabel").Fit(scored));
        ml.Model.Save(Model, tickets.Schema, Path);
    }

    public string Path => _folder["model.zip"];

    public string Folder => _folder.Path;

    public ITransformer Model { get; }

    public MultiLabelPredictionTransformer Prediction { get; }

    public void Dispose() => _folder.Dispose();
}
