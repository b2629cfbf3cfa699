using MLNetLoss.Numerics;

namespace MLNetLoss.Tests.Numerics;

[TestClass]
public sealed unsafe class FractionExpTests
{
    [TestMethod]
    public void Quotient_HasFourteenDigits() => Check<No>(1.2e-14);

    [TestMethod]
    public void Quotient_IsExactAlmostToTheLastDigit() => Check<Yes>(3e-16);

    private static void Check<TExact>(double bound)
        where TExact : struct, IFlag
    {
        double* constants = stackalloc double[FractionExp<Vec1<double>, TExact>.Constants];
        FractionExp<Vec1<double>, TExact> exp = new(constants);
        exp.Write();
        Random random = new(3);
        for (int i = 0; i < 100_000; i++)
        {
            float x = (random.NextSingle() * 220) - 160 + (random.Next(2) * 100);
            Vec1<double> argument = Vec1<double>.Create(x);
            Vec1<double> shifted = exp.Shift(argument);
            Vec1<double> numerator = exp.Fraction(exp.Reduce(argument, shifted), shifted, out Vec1<double> denominator);
            Assert.IsInRange(0.8, 310, denominator.Value);

            // The truth is rounded itself, by half a unit in the last place or a little more.
            double actual = numerator.Value / denominator.Value;
            double truth = Math.Exp(x);
            Assert.IsLessThanOrEqualTo(bound + (1.6e-17 * Math.Abs(x)) + 2.4e-16, Math.Abs((actual / truth) - 1), $"exp({x})");
        }
    }
}
