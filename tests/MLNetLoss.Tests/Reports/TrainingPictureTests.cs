using System.Globalization;
using System.Xml.Linq;
using MLNetLoss.Reports.Plots;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Reports;

[TestClass]
public class TrainingPictureTests
{
    // The texts of the picture are the names of the axes and their ticks: 0, 1 and 2 below, the rest on the left.
    [TestMethod]
    [DataRow(12517.9, 12511.2)]
    [DataRow(1234567, 2345678)]
    [DataRow(0.7, 0.5)]
    [DataRow(2e-5, 1e-5)]
    public void TicksAreDistinctEvenlySpacedAndTheSameInEveryCulture(double first, double last)
    {
        TrainingSummary training = TrainingSummaries.Of(last, new(0, first, null), new(1, last, null), new(2, last, null));
        using ReportPicture picture = Lines.Training(training)!;
        string[] texts = [.. XDocument.Parse(picture.Svg).Descendants().Where(node => node.Name.LocalName == "text").Select(node => node.Value.Trim())];
        double[] numbers = [.. texts.Where(text => text is not ("iteration" or "objective")).Select(text => double.Parse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture))];
        CollectionAssert.AllItemsAreUnique(numbers);
        CollectionAssert.IsSubsetOf(new[] { 0.0, 1, 2 }, numbers);
        double[] losses = [.. numbers.Except([0.0, 1, 2]).Order()];
        double step = losses[1] - losses[0];
        for (int i = 1; i < losses.Length; i++)
            Assert.AreEqual(step, losses[i] - losses[i - 1], 1e-6 * step, string.Join(" ", texts));
    }
}
