using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;
using MLNetLoss.Reports;
using MLNetLoss.Reports.Html;
using MLNetLoss.Reports.Plots;
using MLNetLoss.Tests.Sample;

namespace MLNetLoss.Tests.Reports;

[TestClass]
public partial class MultiLabelReportTests
{
    private static readonly string[] s_pictures = ["labels", "precision-recall", "roc", "reliability", "thresholds", "errors", "training"];
    private static readonly MultiLabelReportOptions s_options = new()
    {
        Title = "Title & <more>",
        Bootstrap = new BootstrapOptions { Replicates = 5, Threads = 1 },
        Training = TrainingSummaries.Of(null, new(1, 0.7, null), new(2, 0.5, null)),
    };

    private sealed class Row
    {
        public float[] Label { get; set; } = [];

        public float[] Score { get; set; } = [];
    }

    private sealed class Pair
    {
        [VectorType(2)]
        public float[] Label { get; set; } = [];

        [VectorType(2)]
        public float[] Score { get; set; } = [];
    }

    private sealed record Weighed
    {
        public float[] Label { get; set; } = [];

        public float[] Score { get; set; } = [];

        public float Weight { get; set; }
    }

    private static IDataView Data(MLContext ml, int rows, string[] names, Func<Random, int, float>? target = null)
    {
        var random = new Random(1);
        var schema = SchemaDefinition.Create(typeof(Row));
        foreach (SchemaDefinition.Column column in schema)
        {
            column.ColumnType = new VectorDataViewType(NumberDataViewType.Single, names.Length);
            column.AddAnnotation(
                "SlotNames", new VBuffer<ReadOnlyMemory<char>>(names.Length, [.. names.Select(name => name.AsMemory())]),
                new VectorDataViewType(TextDataViewType.Instance, names.Length));
        }

        return ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, rows).Select(_ =>
            {
                float[] targets = [.. names.Select((_, label) => target?.Invoke(random, label) ?? random.Next(3) / 2)];
                return new Row { Label = targets, Score = [.. targets.Select(value => (2 * value) - 1 + ((random.NextSingle() - 0.5f) * 4))] };
            }).ToArray(),
            schema);
    }

    private static string Write(TemporaryDirectory directory, IDataView data, MLContext ml, MultiLabelReportOptions? options = null)
    {
        ml.MultiLabelClassification.WriteReport(
            data, directory["report"], options ?? s_options, probabilityColumnName: null, predictedLabelColumnName: null);
        return File.ReadAllText(Path.Combine(directory["report"], "index.html"));
    }

    // The page without its files: pictures in pixels are what takes long.
    private static string Page(IDataView data, MLContext ml)
    {
        var columns = new EvaluationColumns(Probability: null, PredictedLabel: null);
        MultiLabelReportData report = ReportCollector.Collect(ml.MultiLabelClassification, data, columns, s_options, default);
        ReportPicture[] pictures = MultiLabelReport.Pictures(report, s_options);
        string page = ReportPage.Create(report, s_options, pictures);
        Array.ForEach(pictures, picture => picture.Dispose());
        return page;
    }

    [TestMethod]
    public void HasEverySectionAndEveryPictureWholeAndNothingElse()
    {
        using var directory = new TemporaryDirectory();
        var ml = new MLContext(1);
        string page = Write(directory, Data(ml, 60, ["first", "<script>alert('x')</script>", "\"third\" & more"]), ml);
        foreach (string id in (string[])["measures", "table", .. s_pictures])
            StringAssert.Contains(page, $"<section id=\"{id}\">");
        Assert.IsTrue(Directory.GetFileSystemEntries(directory["report"]).Select(Path.GetFileName).Order(StringComparer.Ordinal).SequenceEqual(
            s_pictures.SelectMany(name => (string[])[$"{name}.png", $"{name}.svg"]).Append("index.html").Order(StringComparer.Ordinal)));
        foreach (string name in s_pictures)
        {
            byte[] png = File.ReadAllBytes(Path.Combine(directory["report"], $"{name}.png"));
            Assert.IsTrue(png.AsSpan(0, 8).SequenceEqual<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), name);
            var svg = XDocument.Load(Path.Combine(directory["report"], $"{name}.svg"));
            Assert.AreEqual("svg", svg.Root!.Name.LocalName);
            Assert.AreEqual(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), (int)svg.Root.Attribute("width")!, name);
        }

        Assert.HasCount(s_pictures.Length, AltText().Matches(page));
        string[] dark = [.. Embedded(page).Where(svg => svg.Contains("#171C23", StringComparison.Ordinal))];
        Assert.HasCount(s_pictures.Length, dark);
        foreach (string picture in dark)
        {
            string[] colours = [.. Paint().Matches(picture).Select(match => match.Groups[1].Value).Distinct()];
            CollectionAssert.IsSubsetOf(colours.Except(["none"]).ToArray(), PlotTheme.OnDark.Values.ToArray(), "a colour of the light picture is left");
        }

        Assert.AreEqual(2, page.Split("<script").Length, "a name became markup");
        StringAssert.Contains(page, WebUtility.HtmlEncode("<script>alert('x')</script>"));
        StringAssert.Contains(page, "<h1>Title &amp; &lt;more&gt;</h1>");
        Assert.DoesNotContain("http://", page);
        Assert.DoesNotContain("https://", page);
    }

    [TestMethod]
    public void IsTheSameTwice()
    {
        var ml = new MLContext(1);
        IDataView data = Data(ml, 30, ["a", "b"]);
        Assert.AreEqual(Page(data, ml), Page(data, ml));
    }

    [TestMethod]
    [DataRow(1, 20)]
    [DataRow(200, 8)]
    public void FewAndManyLabelsFit(int labels, int rows)
    {
        var ml = new MLContext(1);
        string page = Page(Data(ml, rows, [.. Enumerable.Range(0, labels).Select(label => $"label {label}")]), ml);
        Assert.HasCount(labels, LabelRow().Matches(page[page.IndexOf("<section id=\"table\">", StringComparison.Ordinal)..]));
    }

    [TestMethod]
    public void LabelsOfOneClassAreShownWithoutAreas()
    {
        var ml = new MLContext(1);
        StringAssert.Contains(Page(Data(ml, 10, ["never", "always"], (_, label) => label), ml), "<td>–</td>");
    }

    [TestMethod]
    public void CurvesOfAllDecisionsAreThoseOfEachThreshold()
    {
        var ml = new MLContext(1);
        IDataView data = Data(ml, 40, ["a", "b", "c"]);
        MultiLabelReportData report = ReportCollector.Collect(
            ml.MultiLabelClassification, data, new EvaluationColumns(Probability: null, PredictedLabel: null), s_options, default);
        (float Score, float Target)[] cells =
        [
            .. data.GetColumn<float[]>("Score").SelectMany(row => row).Zip(data.GetColumn<float[]>("Label").SelectMany(row => row)),
        ];
        double positives = cells.Count(cell => cell.Target == 1), negatives = cells.Length - positives;
        Assert.IsGreaterThan(cells.Length / 2, report.PooledPrecisionRecall.Count);
        Assert.AreEqual(1, report.PooledPrecisionRecall[^1].Recall);
        foreach (PrecisionRecallPoint point in report.PooledPrecisionRecall.Skip(1))
        {
            double hits = cells.Count(cell => cell.Score >= point.Threshold && cell.Target == 1), all = cells.Count(cell => cell.Score >= point.Threshold);
            Assert.AreEqual(hits / all, point.Precision, 1e-12);
            Assert.AreEqual(hits / positives, point.Recall, 1e-12);
        }

        foreach (RocPoint point in report.PooledRoc.Skip(1))
        {
            Assert.AreEqual(cells.Count(cell => cell.Score >= point.Threshold && cell.Target == 1) / positives, point.TruePositiveRate, 1e-12);
            Assert.AreEqual(cells.Count(cell => cell.Score >= point.Threshold && cell.Target == 0) / negatives, point.FalsePositiveRate, 1e-12);
        }
    }

    [TestMethod]
    public void MissingTargetsAndOneClassAreLeftOut()
    {
        var ml = new MLContext(1);
        IDataView data = ml.Data.LoadFromEnumerable(
            [new Pair { Label = [1, float.NaN], Score = [1, 2] }, new Pair { Label = [1, 1], Score = [-1, 3] }]);
        var columns = new EvaluationColumns(Probability: null, PredictedLabel: null);
        MultiLabelReportOptions options = s_options with { Metrics = new MultiLabelMetricOptions { TopK = [1] } };
        MultiLabelReportData report = ReportCollector.Collect(ml.MultiLabelClassification, data, columns, options, default);
        Assert.IsEmpty(report.PooledRoc, "all decisions are of one class");
        CollectionAssert.AreEqual(
            new[] { 0, 1 / 3.0, 2 / 3.0, 1 }, report.PooledPrecisionRecall.Select(point => point.Recall).ToArray(), "three targets are there");
        Assert.AreEqual(1, report.Sweep[0].MicroRecall);
        Assert.AreEqual(2 / 3.0, report.Sweep[50].MicroRecall, 1e-12);
        Assert.IsFalse(report.Intervals.Any(interval => interval.Measure.Key == "ndcg_at_5"), "the options do not ask for it");
    }

    [TestMethod]
    public void WeightsCountRowsAsOftenAsTheySay()
    {
        var ml = new MLContext(1);
        Weighed[] rows = [.. ml.Data.CreateEnumerable<Weighed>(
            Data(ml, 12, ["a", "b", "c"]), reuseRowObject: false, ignoreMissingColumns: true).Select((row, i) => row with { Weight = i % 4 })];
        MultiLabelReportData weighed = Report(rows, "Weight"), repeated = Report([.. rows.SelectMany(row => Enumerable.Repeat(row, (int)row.Weight))], null);
        CollectionAssert.AreEqual(repeated.Errors.ToArray(), weighed.Errors.ToArray());
        CollectionAssert.AreEqual(repeated.Sweep.ToArray(), weighed.Sweep.ToArray());
        CollectionAssert.AreEqual(repeated.PooledRoc.ToArray(), weighed.PooledRoc.ToArray());
        CollectionAssert.AreEqual(repeated.PooledPrecisionRecall.ToArray(), weighed.PooledPrecisionRecall.ToArray());
        Assert.AreEqual(repeated.Metrics.MicroF1, weighed.Metrics.MicroF1, 1e-12);

        MultiLabelReportData Report(Weighed[] of, string? weight)
        {
            var schema = SchemaDefinition.Create(typeof(Weighed));
            foreach (string column in new[] { "Label", "Score" })
                schema[column].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
            return ReportCollector.Collect(
                ml.MultiLabelClassification, ml.Data.LoadFromEnumerable(of, schema),
                new EvaluationColumns(Probability: null, PredictedLabel: null, ExampleWeight: weight), s_options, default);
        }
    }

    [TestMethod]
    public void TheCommandWritesOneAndRefusesWhatIsNoDirectory()
    {
        using var directory = new TemporaryDirectory();
        string[] command =
        [
            "evaluate", "--scores", directory.Write("s.csv", "a,b\n0.9,0.2\n0.3,0.8\n"), "--targets", directory.Write("t.csv", "a,b\n1,0\n0,1\n"),
            "--probabilities", "--report",
        ];
        CommandLineRun.Of([.. command, directory["report"]]).Succeeded();
        StringAssert.Contains(File.ReadAllText(directory["report/index.html"]), "micro F1");
        CommandLineRun.Of([.. command, directory["with-slash/"]]).Succeeded();
        Assert.IsTrue(File.Exists(directory["with-slash/index.html"]));
        CommandLineRun.Of([.. command, directory["s.csv"]]).FailedNaming("--report", "not a directory");
        CommandLineRun.Of([.. command, directory["no/report"]]).FailedNaming("--report", "there is no directory");
    }

    private static IEnumerable<string> Embedded(string page) => DataUri().Matches(page)
        .Select(match => Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups[1].Value)));

    [GeneratedRegex("data:image/svg\\+xml;base64,([^\"]+)\"")]
    private static partial Regex DataUri();

    [GeneratedRegex(" (?:fill|stroke)=\"([^\"]+)\"")]
    private static partial Regex Paint();

    [GeneratedRegex("<img [^>]*alt=\"[^\"]+\"")]
    private static partial Regex AltText();

    [GeneratedRegex("<tr><th scope=\"row\">")]
    private static partial Regex LabelRow();
}
