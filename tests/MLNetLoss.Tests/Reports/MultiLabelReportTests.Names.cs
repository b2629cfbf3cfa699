using Microsoft.ML;
using MLNetLoss.Evaluation;
using MLNetLoss.Reports;
using MLNetLoss.Reports.Plots;

namespace MLNetLoss.Tests.Reports;

public partial class MultiLabelReportTests
{
    [TestMethod]
    [DataRow("plain", "plain")]
    [DataRow("two\r\nlines\u2028and\ta tab", "two  lines and a tab")]
    [DataRow("0123456789012345678901234567890", "0123456789012345…8901234567890")]
    public void NamesBesidePlotsAreOneLine(string name, string shown) => Assert.AreEqual(shown, PlotTheme.Short(name));

    [TestMethod]
    public void NamesAreCutBetweenCharacters()
    {
        static string Faces(int count) => string.Concat(Enumerable.Repeat("😀", count));
        Assert.AreEqual(Faces(30), PlotTheme.Short(Faces(30)));
        Assert.AreEqual($"{Faces(16)}…{Faces(13)}", PlotTheme.Short(Faces(40)));
        Assert.AreEqual("half \uFFFD pair", PlotTheme.Short("half \uD83D pair"));
    }

    [TestMethod]
    public void NamesThatLookLikeMarkupOfAPictureAreShown()
    {
        string[] names = ["url(#cl_1)", " fill=\"#0072B2\"", "id=\"cl_2\""];
        var ml = new MLContext(1);
        MultiLabelReportData report = ReportCollector.Collect(
            ml.MultiLabelClassification, Data(ml, 30, names), new EvaluationColumns(Probability: null, PredictedLabel: null), s_options, default);
        using ReportPicture picture = LabelBars.Create(report.Metrics, 24);
        string text = System.Xml.Linq.XDocument.Parse(SvgText.OnDark(picture.Svg)).Root!.Value;
        foreach (string name in names)
            StringAssert.Contains(text, name.Trim());
    }

    [TestMethod]
    public void ThePageHasNoControlCharacters()
    {
        var ml = new MLContext(1);
        string page = Page(Data(ml, 20, ["nul\0", "escape\u001B[31m", "tab\there"]), ml);
        Assert.IsFalse(page.Any(character => char.IsControl(character) && character is not ('\t' or '\n')));
        StringAssert.Contains(page, "<th scope=\"row\">nul\uFFFD</th>");
        StringAssert.Contains(page, "<th scope=\"row\">tab\there</th>");
    }
}
