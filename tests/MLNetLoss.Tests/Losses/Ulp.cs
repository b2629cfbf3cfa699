namespace MLNetLoss.Tests.Losses;

/// <summary>Distances between a result and the truth, in units in the last place of the truth.</summary>
internal static class Ulp
{
    /// <summary>How far a float is from the truth; below the smallest normal float a zero, or anything that small, is no error.</summary>
    public static double Distance(float actual, double truth)
    {
        if (double.IsNaN(truth) || double.IsInfinity(truth) || Math.Abs(truth) > float.MaxValue)
            return actual.Equals((float)truth) ? 0 : double.PositiveInfinity;
        const double SmallestNormal = 1.17549435082228751e-38;
        if (Math.Abs(truth) < SmallestNormal)
            return Math.Abs(actual) <= SmallestNormal && actual * truth >= 0 ? 0 : double.PositiveInfinity;
        double unit = Math.ScaleB(1, Math.ILogB(truth) - 23);
        return Math.Abs(actual - truth) / unit;
    }

    /// <summary>How far a double is from the truth.</summary>
    public static double Distance(double actual, double truth)
    {
        if (double.IsNaN(truth) || double.IsInfinity(truth))
            return actual.Equals(truth) ? 0 : double.PositiveInfinity;
        const double SmallestNormal = 2.2250738585072014e-308;
        if (Math.Abs(truth) < SmallestNormal)
            return Math.Abs(actual) <= SmallestNormal ? 0 : double.PositiveInfinity;
        return Math.Abs(actual - truth) / Math.ScaleB(1, Math.ILogB(truth) - 52);
    }

    public static void AreClose(double[] expected, float[] actual, double bound, string name)
    {
        Assert.HasCount(expected.Length, actual, name);
        for (int i = 0; i < expected.Length; i++)
        {
            double distance = Distance(actual[i], expected[i]);
            Assert.IsLessThanOrEqualTo(bound, distance, $"{name}[{i}]: {actual[i]:R} is {distance:F2} ulp from {expected[i]:R}");
        }
    }

    public static void AreClose(double[] expected, double[] actual, double bound, string name)
    {
        Assert.HasCount(expected.Length, actual, name);
        for (int i = 0; i < expected.Length; i++)
        {
            double distance = Distance(actual[i], expected[i]);
            Assert.IsLessThanOrEqualTo(bound, distance, $"{name}[{i}]: {actual[i]:R} is {distance:F2} ulp from {expected[i]:R}");
        }
    }

    public static void AreRelativelyClose(double expected, double actual, double bound, string name)
    {
        double error = Math.Abs(actual - expected) / Math.Max(Math.Abs(expected), double.Epsilon);
        Assert.IsLessThanOrEqualTo(bound, expected == actual ? 0 : error, $"{name}: {actual:R} instead of {expected:R}");
    }
}
