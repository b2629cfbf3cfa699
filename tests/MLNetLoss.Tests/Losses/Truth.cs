namespace MLNetLoss.Tests.Losses;

/// <summary>The losses in double precision with a true log1p, written independently of the library's vectors.</summary>
internal static class Truth
{
    /// <summary>ln(1 + x) with a relative error of some 1e-16: Kahan's correction of the logarithm of a rounded sum.</summary>
    public static double Log1P(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) ? u : Math.Log(u) * (x / (u - 1));
    }

    public static double Sigmoid(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    public static double Softplus(double x) => Math.Max(x, 0) + Log1P(Math.Exp(-Math.Abs(x)));

    public static double LogitLoss(double x, double t, double p = 1)
    {
        double l = Log1P(Math.Exp(-Math.Abs(x)));
        double wrong = x < 0 ? p * t : 1 - t;
        return (wrong == 0 ? 0 : wrong * Math.Abs(x)) + (l * (1 - t + (p * t)));
    }

    public static double LogitGradient(double x, double t, double p = 1) => ((1 - t) * Sigmoid(x)) - (p * t * Sigmoid(-x));

    public static double ProbabilityLoss(double x, double t, double p = 1) =>
        -(p * t * Math.Max(Math.Log(x), -100)) - ((1 - t) * Math.Max(Log1P(-x), -100));

    public static double ProbabilityGradient(double x, double t, double p = 1) =>
        (((1 - t) * x) - (p * t * (1 - x))) / Math.Max((1 - x) * x, 1e-12);

    /// <summary>A compensated sum (Neumaier 1974).</summary>
    public static double Sum(IEnumerable<double> values)
    {
        double sum = 0;
        double lost = 0;
        foreach (double value in values)
        {
            double next = sum + value;
            lost += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }

        return sum + lost;
    }
}
