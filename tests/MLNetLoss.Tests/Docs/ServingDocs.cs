using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Transforms;

namespace MLNetLoss.Tests.Docs;

/// <summary>The code of docs/serving.md.</summary>
[TestClass]
public sealed class ServingDocs
{
    [TestMethod]
    public void OneRow()
    {
        using var file = new TicketModel();
        string path = file.Path;

        var ml = new MLContext();
        ml.ComponentCatalog.RegisterMultiLabel();
        ITransformer model = ml.Model.Load(path, out _);
        using var engine = ml.Model.CreatePredictionEngine<Ticket, TicketTags>(model);
        TicketTags tags = engine.Predict(new Ticket { Text = "disk full" });

        CollectionAssert.AreEqual(new[] { "storage" }, tags.PredictedTags);
        Assert.HasCount(2, tags.Probability);
    }

    [TestMethod]
    public void ManyThreads()
    {
        using var file = new TicketModel();
        string path = file.Path;
        string[] texts = [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? "disk" : "closed socket")];

        var ml = new MLContext();
        ml.ComponentCatalog.RegisterMultiLabel();
        ITransformer model = ml.Model.Load(path, out _);
        using var engines = new ThreadLocal<PredictionEngine<Ticket, TicketTags>>(
            () => ml.Model.CreatePredictionEngine<Ticket, TicketTags>(model));
        string[][] tags = [.. texts.AsParallel().AsOrdered().Select(text => engines.Value!.Predict(new Ticket { Text = text }).PredictedTags)];

        Assert.HasCount(1000, tags);
        for (int i = 0; i < tags.Length; i++)
            CollectionAssert.AreEqual(new[] { i % 2 == 0 ? "storage" : "network" }, tags[i]);
    }

    [TestMethod]
    public void WithoutLabels()
    {
        using var directory = new TemporaryDirectory();
        string path = directory["model.zip"];
        var ml = new MLContext(seed: 1);
        IDataView articles = ml.Data.LoadFromEnumerable(Article.Examples());
        var pipeline = ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags")
            .Append(ml.Transforms.Text.FeaturizeText("Features", "Text"))
            .Append(ml.MultiLabelClassification.Trainers.LogisticRegression())
            .Append(ml.Transforms.Conversion.MapVectorToLabelSet("PredictedTags"));
        var model = pipeline.Fit(articles);
        Assert.Throws<ArgumentOutOfRangeException>(() => ml.Model.CreatePredictionEngine<Ticket, TicketTags>(model));

        var forServing = new TransformerChain<ITransformer>([.. model.Where(step => step is not LabelSetToVectorTransformer)]);
        ml.Model.Save(forServing, articles.Schema, path);

        using var engine = ml.Model.CreatePredictionEngine<Ticket, TicketTags>(ml.Model.Load(path, out _));
        CollectionAssert.AreEqual(
            new[] { "cooking", "travel" }, engine.Predict(new Ticket { Text = "bread with olives, by night train" }).PredictedTags);
    }

    [TestMethod]
    public void AsThePoolLoads()
    {
        // What PredictionEnginePool does: a context from its options, Load from a stream with it, engines made and used again on demand.
        using var file = new TicketModel();
        var context = new MLContext();
        using (FileStream stream = File.OpenRead(file.Path))
            Assert.Contains("Couldn't load model", Assert.Throws<Exception>(() => context.Model.Load(stream, out _)).ToString(), "unregistered");

        context.ComponentCatalog.RegisterMultiLabel();
        using FileStream registered = File.OpenRead(file.Path);
        ITransformer model = context.Model.Load(registered, out _);
        var pool = new System.Collections.Concurrent.ConcurrentBag<PredictionEngine<Ticket, TicketTags>>();
        Parallel.For(0, 500, i =>
        {
            if (!pool.TryTake(out PredictionEngine<Ticket, TicketTags>? engine))
                engine = context.Model.CreatePredictionEngine<Ticket, TicketTags>(model, new PredictionEngineOptions { OwnsTransformer = false });
            CollectionAssert.AreEqual(new[] { "storage" }, engine.Predict(new Ticket { Text = "disk full" }).PredictedTags);
            pool.Add(engine);
        });
    }

    [TestMethod]
    public async Task MinimalApi()
    {
        using var file = new TicketModel();
        await using WebApplication app = CreateApp(["--urls", "http://127.0.0.1:0"], file.Path);
        await app.StartAsync();
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using HttpResponseMessage answer = await client.PostAsJsonAsync(new Uri("/tags", UriKind.Relative), new Ticket { Text = "socket" });
            answer.EnsureSuccessStatusCode();
            CollectionAssert.AreEqual(new[] { "network" }, await answer.Content.ReadFromJsonAsync<string[]>());
        }));
        await app.StopAsync();
    }

    private static WebApplication CreateApp(string[] args, string path)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);

        var ml = new MLContext();
        ml.ComponentCatalog.RegisterMultiLabel();
        ITransformer model = ml.Model.Load(path, out _);
        builder.Services.AddSingleton(new ThreadLocal<PredictionEngine<Ticket, TicketTags>>(
            () => ml.Model.CreatePredictionEngine<Ticket, TicketTags>(model)));

        WebApplication app = builder.Build();
        app.MapPost("/tags", (Ticket ticket, ThreadLocal<PredictionEngine<Ticket, TicketTags>> engine) =>
            engine.Value!.Predict(ticket).PredictedTags);
        return app;
    }
}
