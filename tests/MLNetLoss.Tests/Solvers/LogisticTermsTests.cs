using System.Runtime.Intrinsics;
using MLNetLoss.Solvers;
using MLNetLoss.Tests.Losses;

namespace MLNetLoss.Tests.Solvers;

[TestClass]
public sealed class LogisticTermsTests
{
    [TestMethod]
    public void Terms_have_nearly_all_digits()
    {
        for (double z = -700; z <= 700; z += Math.Abs(z) < 8 ? 1 / 64.0 : 1.75)
        {
            Vector512<double> sigmoid = LogisticTerms.Of(Vector512.Create(z), out Vector512<double> softplus, out Vector512<double> curvature);
            Near(Truth.Softplus(z), softplus[0]);
            Near(Truth.Sigmoid(z), sigmoid[0]);
            Near(Truth.Sigmoid(z) * Truth.Sigmoid(-z), curvature[0]);
            Assert.AreEqual(softplus[0], softplus[7]);

            // The exponential's reduction rounds a multiple of ln 2, by as much as that is large.
            void Near(double expected, double actual) => Assert.AreEqual(expected, actual, (3e-15 + (5e-17 * Math.Abs(z))) * expected, $"{z}");
        }
    }
}
