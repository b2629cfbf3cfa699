using System.Numerics.Tensors;

namespace MLNetLoss.Benchmarks.Losses;

/// <summary>The loss and gradient as a .NET developer would compose them of TensorPrimitives today, in whole passes over memory.</summary>
internal sealed class PlainComposition(int count)
{
    private readonly float[] _a = new float[count];
    private readonly float[] _b = new float[count];

    /// <summary>mean(max(x, 0) - x t + log1p(exp(-|x|))) and (sigmoid(x) - t) / n.</summary>
    public double Logits(float[] x, float[] t, float[] gradient)
    {
        TensorPrimitives.Abs(x, _a);
        TensorPrimitives.Negate(_a, _a);
        TensorPrimitives.Exp(_a, _a);
        TensorPrimitives.LogP1<float>(_a, _a);
        TensorPrimitives.Max(x, 0, _b);
        TensorPrimitives.Add(_a, _b, _a);
        TensorPrimitives.Multiply(x, t, _b);
        TensorPrimitives.Subtract(_a, _b, _a);
        TensorPrimitives.Sigmoid(x, gradient);
        TensorPrimitives.Subtract(gradient, t, gradient);
        TensorPrimitives.Multiply(gradient, 1f / x.Length, gradient);
        return TensorPrimitives.Sum<float>(_a) / (double)x.Length;
    }

    /// <summary>-mean(t ln p + (1 - t) ln(1 - p)) and (p - t) / (p (1 - p)) / n.</summary>
    public double Probabilities(float[] p, float[] t, float[] gradient)
    {
        TensorPrimitives.Log(p, _a);
        TensorPrimitives.Max(_a, -100, _a);
        TensorPrimitives.Multiply(_a, t, _a);
        TensorPrimitives.Subtract(1f, p, _b);
        TensorPrimitives.Multiply(_b, p, gradient);
        TensorPrimitives.Log(_b, _b);
        TensorPrimitives.Max(_b, -100, _b);
        TensorPrimitives.Add(_a, _b, _a);
        TensorPrimitives.Multiply(_b, t, _b);
        TensorPrimitives.Subtract(_a, _b, _a);
        TensorPrimitives.Subtract(p, t, _b);
        TensorPrimitives.Divide(_b, gradient, gradient);
        TensorPrimitives.Multiply(gradient, 1f / p.Length, gradient);
        return -TensorPrimitives.Sum<float>(_a) / (double)p.Length;
    }
}
