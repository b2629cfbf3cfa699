using MLNetLoss.Losses;
using MLNetLoss.Losses.Kernels;
using MLNetLoss.Numerics;

namespace MLNetLoss.Tests.Losses;

/// <summary>Every width, whether or not the CPU has it, gives the same bits for every length, place and special value.</summary>
[TestClass]
public sealed class VectorWidthTests
{
    private static readonly float[] s_special =
        [0, -0f, 1, -1, float.Epsilon, -float.Epsilon, 1e-38f, -1e-38f, 88, -88, 104, -104, 1e30f, -1e30f, float.MaxValue, float.MinValue];

    [TestMethod]
    public void Logits_Floats() => CheckFloats(width => new ProductKernel<LogitFormula, float>(default, width), LossInput.Logits);

    [TestMethod]
    public void SmoothedLogits_Floats() => CheckFloats(width => new ProductKernel<LogitFormula, float>(default, width), LossInput.Logits, smoothing: .1);

    [TestMethod]
    public void Logits_Doubles() => CheckDoubles(width => new ProductKernel<LogitFormula, double>(default, width), LossInput.Logits);

    [TestMethod]
    public void Probabilities_Floats() => CheckFloats(width => new ProductKernel<ProbabilityFormula, float>(default, width), LossInput.Probabilities);

    [TestMethod]
    public void Probabilities_Doubles() => CheckDoubles(width => new ProductKernel<ProbabilityFormula, double>(default, width), LossInput.Probabilities);

    [TestMethod]
    public void Focal() => CheckFloats(width => new SignedKernel<FocalFormula, LogitFormula, float>(new(2, .25, .75), width), LossInput.Logits);

    [TestMethod]
    public void FocalOfProbabilities_OfAWholeExponent() =>
        CheckFloats(
            width => new SignedKernel<FocalProbabilityFormula, ProbabilityFormula, float>(new(3, .25, .75), width), LossInput.Probabilities);

    [TestMethod]
    public void FocalOfProbabilities() =>
        CheckFloats(width => new SignedKernel<FocalProbabilityFormula, ProbabilityFormula, float>(new(1.5, .25, .75), width), LossInput.Probabilities);

    [TestMethod]
    public void Asymmetric() => CheckFloats(width => new SignedKernel<AsymmetricFormula, LogitFormula, float>(new(4, 1, .05, 1e-8, true), width), LossInput.Logits);

    [TestMethod]
    public void Focal_OfAFractionalExponent() => CheckFloats(width => new SignedKernel<FocalFormula, LogitFormula, float>(new(1.5, .25, .75), width), LossInput.Logits);

    [TestMethod]
    public void Asymmetric_OfFractionalExponents() =>
        CheckFloats(width => new SignedKernel<AsymmetricFormula, LogitFormula, float>(new(2.5, .5, 0, 1e-8, false), width), LossInput.Logits);

    [TestMethod]
    public void NonFiniteLogits_GiveTheLimit_AtEveryWidth()
    {
        float[] x = [float.PositiveInfinity, float.PositiveInfinity, float.NegativeInfinity, float.NegativeInfinity, float.PositiveInfinity, float.NaN];
        float[] t = [1, 0, 0, 1, .5f, 1];
        float[] loss = [0, float.PositiveInfinity, 0, float.PositiveInfinity, float.PositiveInfinity, float.NaN];
        float[] gradient = [0, 1, 0, -1, .5f, float.NaN];
        foreach (VectorWidth width in VectorWidths.All)
        {
            ProductKernel<LogitFormula, float> kernel = new(default, width);
            for (int i = 0; i < x.Length; i++)
            {
                float[] many = [.. Enumerable.Repeat(x[i], 19)];
                float[] targets = [.. Enumerable.Repeat(t[i], 19)];
                float[] actual = new float[19];
                LossDriver.Each(kernel, Call<float>(many, targets, actual));
                CollectionAssert.AreEqual(Enumerable.Repeat(loss[i], 19).ToArray(), actual, $"{width}, {x[i]}");
                double sum = LossDriver.Reduce(kernel, Call<float>(many, targets, actual));
                Assert.AreEqual(loss[i] * 19d, sum, $"{width}, {x[i]}");
                CollectionAssert.AreEqual(Enumerable.Repeat(gradient[i], 19).ToArray(), actual, $"{width}, {x[i]}");

                // In place the gradient overwrites what the limit is found from.
                Assert.AreEqual(sum, LossDriver.Reduce(kernel, Call<float>(many, targets, many)), $"{width}, {x[i]} in place");
                CollectionAssert.AreEqual(actual, many, $"{width}, {x[i]} in place");
            }
        }
    }

    // Nothing unusual in whole blocks, so that they are streamed, nor in what is left.
    [TestMethod]
    [DataRow(MissingTargets.Error, false, false)]
    [DataRow(MissingTargets.Ignore, false, false)]
    [DataRow(MissingTargets.Error, true, false)]
    [DataRow(MissingTargets.Ignore, true, false)]
    [DataRow(MissingTargets.Error, false, true)]
    [DataRow(MissingTargets.Ignore, false, true)]
    [DataRow(MissingTargets.Error, true, true)]
    [DataRow(MissingTargets.Ignore, true, true)]
    public void OrdinaryInputs_InWholeBlocks(MissingTargets missing, bool hasPosWeights, bool hasWeights)
    {
        Random random = new(1);
        float[] x = [.. Enumerable.Range(0, Block<float>.MaxStream + (2 * Block<float>.MaxCount) + 43).Select(_ => (random.NextSingle() * 20) - 10)];
        float[] t = [.. x.Select(_ => missing == MissingTargets.Ignore && random.Next(4) == 0 ? float.NaN : random.Next(2))];
        CheckBits(width => new ProductKernel<LogitFormula, float>(default, width), x);
        CheckBits(width => new ProductKernel<ProbabilityFormula, float>(default, width), [.. x.Select(value => (value + 10) / 20)]);
        CheckBits(width => new ProductKernel<ProbabilityFormula, float>(default, width), [.. x.Select(value => Math.Clamp((value + 10.5f) / 21, 0, 1))]);
        CheckBits(width => new ProductKernel<ProbabilityFormula, float>(default, width), [.. x.Select(value => Math.Clamp((value + 9.9f) / 19.8f, 0, 1))]);
        if (!hasPosWeights)
        {
            CheckBits(width => new SignedKernel<FocalFormula, LogitFormula, float>(new(2, .25, .75), width), x);
            CheckBits(width => new SignedKernel<AsymmetricFormula, LogitFormula, float>(new(4, 1, .05, 1e-8, true), width), x);
        }

        void CheckBits<TKernel>(Func<VectorWidth, TKernel> make, float[] input)
            where TKernel : struct, ILossKernel<float>
        {
            string[] bits = [.. VectorWidths.All.Select(width =>
            {
                float[] gradient = new float[x.Length];
                LossCall<float> call = Call(input, t, gradient, hasWeights ? x : []) with
                {
                    PosWeight = hasPosWeights ? [.. x.Select(Math.Abs)] : [],
                    Options = new() { MissingTargets = missing },
                };
                double sum = LossDriver.Reduce(make(width), call);
                return $"{BitConverter.DoubleToInt64Bits(sum)} {string.Join(' ', gradient.Select(BitConverter.SingleToUInt32Bits))}";
            })];
            Assert.HasCount(1, bits.Distinct());
        }
    }

    private static void CheckFloats<TKernel>(Func<VectorWidth, TKernel> make, LossInput domain, double smoothing = 0)
        where TKernel : struct, ILossKernel<float>
    {
        foreach (int length in Enumerable.Range(0, 70).Append(4095).Append(4096).Append(4097).Append(9001))
        {
            foreach (bool soft in new[] { false, true })
            {
                (float[] x, float[] t) = Data(length, domain, soft);
                foreach (float[] weight in new float[][] { [], [2.5f], [.. Enumerable.Range(1, length).Select(i => i * .01f)] })
                {
                    string[] bits = [.. VectorWidths.All.Select(width => Run(make(width), x, t, weight, domain, smoothing))];
                    Assert.HasCount(1, bits.Distinct(), $"length {length}, soft {soft}, {weight.Length} weights");
                }
            }
        }
    }

    private static void CheckDoubles<TKernel>(Func<VectorWidth, TKernel> make, LossInput domain)
        where TKernel : struct, ILossKernel<double>
    {
        foreach (int length in Enumerable.Range(0, 40).Append(4097))
        {
            (float[] x, float[] t) = Data(length, domain, soft: true);
            double[] input = [.. x.Select(value => (double)value)];
            double[] target = [.. t.Select(value => (double)value)];
            string[] bits = [.. VectorWidths.All.Select(width => Run(make(width), input, target, [], domain))];
            Assert.HasCount(1, bits.Distinct(), $"length {length}");
        }
    }

    private static string Run<TKernel, T>(TKernel kernel, T[] x, T[] t, T[] weight, LossInput domain, double smoothing = 0)
        where TKernel : struct, ILossKernel<T>
        where T : unmanaged
    {
        T[] each = new T[x.Length];
        LossDriver.Each(kernel, Call(x, t, each, weight, domain, smoothing));
        double plain = LossDriver.Reduce(kernel, Call(x, t, null, weight, domain, smoothing));
        T[] gradient = new T[x.Length];
        double fused = LossDriver.Reduce(kernel, Call(x, t, gradient, weight, domain, smoothing));
        Assert.AreEqual(plain, fused);
        T[] inPlace = [.. x];
        Assert.AreEqual(fused, LossDriver.Reduce(kernel, Call(inPlace, t, inPlace, weight, domain, smoothing)));
        CollectionAssert.AreEqual(gradient, inPlace);
        return $"{BitConverter.DoubleToInt64Bits(fused)} {string.Join(' ', each)} {string.Join(' ', gradient)}";
    }

    private static LossCall<T> Call<T>(T[] x, T[] t, T[]? destination, T[]? weight = null, LossInput domain = LossInput.Logits, double smoothing = 0)
        where T : unmanaged => new()
        {
            Input = x,
            Target = t,
            Weight = weight,
            Domain = domain,
            Reduction = Reduction.Sum,
            Destination = destination,
            DestinationName = destination is null ? null : "gradient",
            Options = new() { LabelSmoothing = smoothing },
        };

    private static (float[] Input, float[] Target) Data(int length, LossInput domain, bool soft)
    {
        Random random = new(length);
        float[] x = new float[length];
        float[] t = new float[length];
        for (int i = 0; i < length; i++)
        {
            float special = s_special[random.Next(s_special.Length)];
            x[i] = domain == LossInput.Probabilities
                ? random.Next(5) == 0 ? Math.Clamp(special, 0, 1) : random.NextSingle()
                : random.Next(5) == 0 ? special : (random.NextSingle() * 40) - 20;
            t[i] = soft && random.Next(4) > 0 ? random.NextSingle() : random.Next(2);
        }

        return (x, t);
    }
}
