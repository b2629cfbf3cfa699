using MLNetLoss.Numerics;

namespace MLNetLoss.Tests.Numerics;

[TestClass]
public sealed class ShortElementaryTests
{
    private const int Count = 64 * 1024;

    [TestMethod]
    public void ExpNonPositive_IsWithinItsBound() => Check<ExpFunction>(Values(-700, 0.34, x => x), x => 2e-14 + (3e-17 * Math.Abs(x)));

    [TestMethod]
    public void ExpNonPositive_OfWhatIsBelow_IsAsGoodAsZero_AndOfNaNIsNaN()
    {
        Assert.IsLessThan(1e-307, ShortElementary.ExpNonPositive(Vec1<double>.Create(-1e4)).Value);
        Assert.IsLessThan(1e-307, ShortElementary.ExpNonPositive(Vec1<double>.Create(double.NegativeInfinity)).Value);
        Assert.IsTrue(double.IsNaN(ShortElementary.ExpNonPositive(Vec1<double>.Create(double.NaN)).Value));
        Assert.IsTrue(double.IsNaN(ShortElementary.Log1POfUnit(Vec1<double>.Create(double.NaN)).Value));
    }

    [TestMethod]
    public void Log_IsWithinItsBound() => Check<LogFunction>([.. Values(-700, 700, Math.Exp), .. Values(.5, 2, x => x), 1, 1, 1, 1, 1, 1, 1, 1], _ => 2e-14);

    [TestMethod]
    public void Log1P_IsWithinItsBound_AlsoOfTinyNumbers() =>
        Check<Log1PFunction>([.. Values(-700, 700, Math.Exp), .. Values(-700, -1e-9, x => -Math.Exp(x)), .. Values(-.9999, 2, x => x)], _ => 2e-14);

    [TestMethod]
    public void LogOfRest_IsWithinItsBound_AlsoOfTinyNumbers() =>
        Check<LogOfRestFunction>([.. Values(-700, 0, Math.Exp), .. Values(0, 1, x => x)], _ => 2e-14);

    [TestMethod]
    public void LogOfRest_OfOne_IsBelowAnyClamp()
    {
        Assert.IsLessThan(-700, ShortElementary.LogOfRest(new Vec1<double>(1)).Value);
        Assert.IsLessThan(-700, ShortElementary.LogOfEither(new Vec1<double>(1), new Vec1<double>(0)).Value);
    }

    [TestMethod]
    public void Log1POfUnit_IsWithinItsBound_AlsoOfTinyNumbers() =>
        Check<Log1POfUnitFunction>([.. Values(-700, 0, Math.Exp), .. Values(0, 1, x => x), 1, 1, 1, 1, 0, 0, 0, 0], _ => 2e-14);

    [TestMethod]
    public void LogOfEither_IsThatOfANegativeNumberOrOfTheRest()
    {
        foreach (double x in (double[])[.. Values(-700, 0, Math.Exp), .. Values(0, 1, x => x)])
        {
            double ofRest = ShortElementary.LogOfEither(new Vec1<double>(x), new Vec1<double>(1 - x)).Value;
            Assert.AreEqual(Losses.Truth.Log1P(-x), ofRest, -2e-14 * Losses.Truth.Log1P(-x), $"ln(1 - {x:R})");
            double ofNumber = ShortElementary.LogOfEither(new Vec1<double>(-x), new Vec1<double>(x)).Value;
            Assert.AreEqual(Math.Log(x), ofNumber, -2e-14 * Math.Log(x), $"ln {x:R}");
        }
    }

    [TestMethod]
    public void LogOfProduct_IsThatOfBothFactors()
    {
        foreach (double q in Values(-300, 300, Math.Exp).Take(4096))
        {
            double r = (q % .5) - .25;
            double actual = ShortElementary.LogOfProduct(new Vec1<double>(q), new Vec1<double>(r)).Value;
            Assert.AreEqual(Math.Log(q) + Losses.Truth.Log1P(r), actual, 2e-14 * (1 + Math.Abs(Math.Log(q))), $"{q:R} (1 + {r:R})");
        }
    }

    private static double[] Values(double low, double high, Func<double, double> map)
    {
        Random random = new(5);
        return [.. Enumerable.Range(0, Count).Select(_ => map(low + ((high - low) * random.NextDouble())))];
    }

    private static void Check<TFunction>(double[] x, Func<double, double> bound)
        where TFunction : IVectorFunction
    {
        double[] y = VectorFunctions.Doubles<TFunction, Vec1<double>>(x);
        for (int i = 0; i < x.Length; i++)
        {
            double truth = TFunction.Truth(x[i]);
            Assert.IsLessThanOrEqualTo(bound(x[i]) * Math.Abs(truth), Math.Abs(y[i] - truth), $"f({x[i]:R}) = {y[i]:R}");
        }

        CollectionAssert.AreEqual(y, VectorFunctions.Doubles<TFunction, Vec128<double>>(x));
        CollectionAssert.AreEqual(y, VectorFunctions.Doubles<TFunction, Vec256<double>>(x));
        CollectionAssert.AreEqual(y, VectorFunctions.Doubles<TFunction, Vec512<double>>(x));
    }

    private sealed class ExpFunction : IVectorFunction
    {
        public static V Apply<V>(V x)
            where V : struct, IVector<V> => ShortElementary.ExpNonPositive(x);

        public static double Truth(double x) => Math.Exp(x);
    }

    private sealed class LogFunction : IVectorFunction
    {
        public static V Apply<V>(V x)
            where V : struct, IVector<V> => ShortElementary.Log(x);

        public static double Truth(double x) => Math.Log(x);
    }

    private sealed class Log1PFunction : IVectorFunction
    {
        public static V Apply<V>(V x)
            where V : struct, IVector<V> => ShortElementary.Log1P(x);

        public static double Truth(double x) => Losses.Truth.Log1P(x);
    }

    private sealed class LogOfRestFunction : IVectorFunction
    {
        public static V Apply<V>(V x)
            where V : struct, IVector<V> => ShortElementary.LogOfRest(x);

        public static double Truth(double x) => Losses.Truth.Log1P(-x);
    }

    private sealed class Log1POfUnitFunction : IVectorFunction
    {
        public static V Apply<V>(V x)
            where V : struct, IVector<V> => ShortElementary.Log1POfUnit(x);

        public static double Truth(double x) => Losses.Truth.Log1P(x);
    }
}
