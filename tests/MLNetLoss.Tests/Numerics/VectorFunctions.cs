using MLNetLoss.Numerics;

namespace MLNetLoss.Tests.Numerics;

/// <summary>A function of vectors, and its true value.</summary>
internal interface IVectorFunction
{
    static abstract V Apply<V>(V x)
        where V : struct, IVector<V>;

    static abstract double Truth(double x);
}

/// <summary>Applies functions of vectors to arrays of whole vectors.</summary>
internal static unsafe class VectorFunctions
{
    public static float[] Singles<TFunction, V>(float[] x)
        where TFunction : IVectorFunction
        where V : struct, IVector<V>
    {
        float[] y = new float[x.Length];
        fixed (float* from = x)
        fixed (float* to = y)
        {
            for (int i = 0; i < x.Length; i += V.Count)
            {
                TFunction.Apply(V.Load(from + i)).Store(to + i);
            }
        }

        return y;
    }

    public static double[] Doubles<TFunction, V>(double[] x)
        where TFunction : IVectorFunction
        where V : struct, IVector<V>
    {
        double[] y = new double[x.Length];
        fixed (double* from = x)
        fixed (double* to = y)
        {
            for (int i = 0; i < x.Length; i += V.Count)
            {
                TFunction.Apply(V.Load(from + i)).Store(to + i);
            }
        }

        return y;
    }
}
