using MLNetLoss.Numerics;
using MLNetLoss.Tests.Losses;

namespace MLNetLoss.Tests.Numerics;

[TestClass]
public sealed unsafe class ElementaryTests
{
    private const int Count = 64 * 1024;

    [TestMethod]
    public void ExpNonPositive_IsWithinItsBound()
    {
        float[] singles = [.. Values(-87, 0.34)];
        CheckSingles<ExpFunction>(singles, 1);
        CheckDoubles<ExpFunction>([.. Values(-700, 0.34).Select(x => (double)x)]);
    }

    [TestMethod]
    public void Log_IsWithinItsBound()
    {
        float[] singles = [.. Values(-80, 80).Select(MathF.Exp)];
        CheckSingles<LogFunction>(singles, 1.5);
        CheckDoubles<LogFunction>([.. Values(-700, 700).Select(x => Math.Exp(x))]);
    }

    [TestMethod]
    public void Log1P_IsWithinItsBound_AlsoOfTinyNumbers()
    {
        float[] singles = [.. Values(-80, 80).Select(MathF.Exp), .. Values(-0.99, 0.99)];
        CheckSingles<Log1PFunction>(singles, 1.5);
        CheckDoubles<Log1PFunction>([.. singles.Select(x => (double)x)]);
    }

    [TestMethod]
    public void Log1POfUnit_IsWithinItsBound_AlsoOfTinyNumbers()
    {
        float[] singles = [.. Values(0, 1), .. Values(-80, 0).Select(MathF.Exp)];
        CheckSingles<Log1POfUnitFunction>(singles, 1.5);
        CheckDoubles<Log1POfUnitFunction>([.. singles.Select(x => (double)x)]);
    }

    [TestMethod]
    public void NaN_StaysNaN()
    {
        Assert.IsTrue(double.IsNaN(Elementary.ExpNonPositive(Vec1<double>.Create(double.NaN)).Value));
        Assert.IsTrue(float.IsNaN(Elementary.ExpNonPositive(Vec1<float>.Create(double.NaN)).Value));
        Assert.IsTrue(double.IsNaN(Elementary.Log1POfUnit(Vec1<double>.Create(double.NaN)).Value));
        Assert.IsTrue(float.IsNaN(Elementary.Log1POfUnit(Vec1<float>.Create(double.NaN)).Value));
    }

    private static IEnumerable<float> Values(double low, double high)
    {
        Random random = new(5);
        return Enumerable.Range(0, Count).Select(_ => (float)(low + ((high - low) * random.NextDouble())));
    }

    private static void CheckSingles<TFunction>(float[] x, double bound)
        where TFunction : IVectorFunction
    {
        float[] y = VectorFunctions.Singles<TFunction, Vec1<float>>(x);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.IsLessThanOrEqualTo(bound, Ulp.Distance(y[i], TFunction.Truth(x[i])), $"f({x[i]:R}) = {y[i]:R}");
        }

        CollectionAssert.AreEqual(y, VectorFunctions.Singles<TFunction, Vec128<float>>(x));
        CollectionAssert.AreEqual(y, VectorFunctions.Singles<TFunction, Vec256<float>>(x));
        CollectionAssert.AreEqual(y, VectorFunctions.Singles<TFunction, Vec512<float>>(x));
    }

    private static void CheckDoubles<TFunction>(double[] x)
        where TFunction : IVectorFunction
    {
        double[] y = VectorFunctions.Doubles<TFunction, Vec1<double>>(x);
        for (int i = 0; i < x.Length; i++)
        {
            // The truth is rounded too, by less than another unit.
            Assert.IsLessThanOrEqualTo(2, Ulp.Distance(y[i], TFunction.Truth(x[i])), $"f({x[i]:R}) = {y[i]:R}");
        }

        CollectionAssert.AreEqual(y, VectorFunctions.Doubles<TFunction, Vec128<double>>(x));
        CollectionAssert.AreEqual(y, VectorFunctions.Doubles<TFunction, Vec256<double>>(x));
        CollectionAssert.AreEqual(y, VectorFunctions.Doubles<TFunction, Vec512<double>>(x));
    }

    private sealed class ExpFunction : IVectorFunction
    {
        public static V Apply<V>(V x)
            where V : struct, IVector<V> => Elementary.ExpNonPositive(x);

        public static double Truth(double x) => Math.Exp(x);
    }

    private sealed class LogFunction : IVectorFunction
    {
        public static V Apply<V>(V x)
            where V : struct, IVector<V> => Elementary.Log(x);

        public static double Truth(double x) => Math.Log(x);
    }

    private sealed class Log1PFunction : IVectorFunction
    {
        public static V Apply<V>(V x)
            where V : struct, IVector<V> => Elementary.Log1P(x);

        public static double Truth(double x) => Losses.Truth.Log1P(x);
    }

    private sealed class Log1POfUnitFunction : IVectorFunction
    {
        public static V Apply<V>(V x)
            where V : struct, IVector<V> => Elementary.Log1POfUnit(x);

        public static double Truth(double x) => Losses.Truth.Log1P(x);
    }
}
