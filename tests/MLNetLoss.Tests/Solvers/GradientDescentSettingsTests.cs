using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

[TestClass]
public sealed class GradientDescentSettingsTests
{
    [TestMethod]
    public void TheDefaultsAreValid() => new GradientDescentSettings().Validate();

    [TestMethod]
    public void AllFaultsAreToldAtOnce()
    {
        var settings = new GradientDescentSettings
        {
            UpdateRule = (UpdateRule)(-1),
            LearningRate = 0,
            L2Regularization = -1,
            NumberOfIterations = 0,
            BatchSize = -3,
            Beta1 = 1,
            Threads = -1,
            ValidationFraction = 1,
            Patience = 0,
        };

        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => new GradientDescentSolver(settings));

        Assert.AreEqual(
            "Options of gradient descent are out of range: UpdateRule must be one of the rules, but is -1; "
            + "LearningRate must be positive and finite, but is 0; L2Regularization must be zero or more and finite, but is -1; "
            + "NumberOfIterations must be at least 1, but is 0; BatchSize must be in [1, 65536], but is -3; "
            + "Beta1 must be in [0, 1), but is 1; Threads must be zero (one a processor) or more, but is -1; "
            + "ValidationFraction must be in [0, 1), but is 1; Patience must be at least 1, but is 0.",
            fault.Message);
    }

    [TestMethod]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    [DataRow(-0.5)]
    public void NumbersThatAreNoneAreRefused(double value)
    {
        Assert.ThrowsExactly<ArgumentException>(new GradientDescentSettings { LearningRate = value }.Validate);
        Assert.ThrowsExactly<ArgumentException>(new GradientDescentSettings { L2Regularization = value }.Validate);
        Assert.ThrowsExactly<ArgumentException>(new GradientDescentSettings { Momentum = value }.Validate);
        Assert.ThrowsExactly<ArgumentException>(new GradientDescentSettings { Epsilon = value }.Validate);
        Assert.ThrowsExactly<ArgumentException>(new GradientDescentSettings { MinimumImprovement = value }.Validate);
    }
}
