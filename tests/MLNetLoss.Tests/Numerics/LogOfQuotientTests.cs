using MLNetLoss.Numerics;

namespace MLNetLoss.Tests.Numerics;

[TestClass]
public sealed unsafe class LogOfQuotientTests
{
    private const int Group = 2 * LogOfQuotient.Factors;

    [TestMethod]
    public void Of_IsTheDifferenceOfSumsOfLogarithms()
    {
        Random random = new(5);
        for (int trial = 0; trial < 2000; trial++)
        {
            int count = 1 + random.Next(32);
            double range = random.Next(2) == 0 ? 1 : 690;
            double[] groups = [.. Enumerable.Range(0, count * Group).Select(_ => Math.Exp(((2 * random.NextDouble()) - 1) * range))];
            double truth = 0;
            double magnitude = 1;
            for (int i = 0; i < groups.Length; i++)
            {
                double log = Math.Log(groups[i]);
                truth += i % Group < LogOfQuotient.Factors ? log : -log;
                magnitude += Math.Abs(log);
            }

            // Sums of many logarithms carry their own rounding, in proportion to what they add up.
            Assert.AreEqual(truth, Of(groups), 1e-15 * magnitude, $"trial {trial}");
        }
    }

    [TestMethod]
    public void Of_OneFactor_IsItsLogarithm()
    {
        for (double x = 0.4; x < 2.6; x += 0.001)
        {
            double[] groups = new double[Group];
            Array.Fill(groups, 1);
            groups[3] = x;
            Assert.AreEqual(Math.Log(x), Of(groups), 3e-16, $"ln({x})");
            groups[3] = 1;
            groups[LogOfQuotient.Factors + 6] = x;
            Assert.AreEqual(-Math.Log(x), Of(groups), 3e-16, $"-ln({x})");
        }
    }

    [TestMethod]
    public void Of_FactorThatIsNaN_IsNaN()
    {
        for (int i = 0; i < Group; i++)
        {
            double[] groups = new double[Group];
            Array.Fill(groups, 1);
            groups[i] = double.NaN;
            Assert.IsTrue(double.IsNaN(Of(groups)), $"factor {i}");
        }
    }

    private static double Of(double[] groups)
    {
        fixed (double* pointer = groups)
        {
            return LogOfQuotient.Of(pointer, groups.Length / Group);
        }
    }
}
