using CsCheck;
using MLNetLoss.Losses;
using MLNetLoss.Losses.Kernels;

namespace MLNetLoss.Tests.Losses;

/// <summary>Missing elements have no influence: every result is that of the elements which are there, by themselves.</summary>
[TestClass]
public sealed unsafe class MissingTests
{
    private const int MaxCount = Block<float>.MaxStream + (2 * Block<float>.MaxCount);

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Marks_AreThoseOfTheMaskAndOfNaN(bool isFloat) =>
        Gen.Select(Gen.Int[0, 70], Gen.Int[0, 1], Gen.Int[0, 1], Gen.Int).Sample((count, useMask, useNaN, seed) =>
        {
            Random random = new(seed);
            bool[] mask = [.. Enumerable.Range(0, count).Select(_ => random.Next(3) > 0)];
            double[] target = [.. Enumerable.Range(0, count).Select(_ => random.Next(3) > 0 ? 1.0 : double.NaN)];
            bool[] expected = [.. Enumerable.Range(0, count).Select(i => (useMask > 0 && !mask[i]) || (useNaN > 0 && double.IsNaN(target[i])))];
            bool[] actual = isFloat
                ? Mark([.. target.Select(t => (float)t)], useMask > 0 ? mask : null, useNaN > 0, out int missing)
                : Mark(target, useMask > 0 ? mask : null, useNaN > 0, out missing);
            Assert.AreEqual(expected.Count(isMissing => isMissing), missing);
            if (useMask + useNaN > 0)
            {
                CollectionAssert.AreEqual(expected, actual);
            }
        });

    [TestMethod]
    public void Replace_ReplacesWhatIsMarked_AndNothingElse() => Gen.Int[0, 40].Sample(count =>
    {
        float[] values = [.. Enumerable.Range(1, count).Select(i => (float)i)];
        float[] marks = [.. Enumerable.Range(0, count).Select(i => i % 3 == 1 ? BitConverter.UInt32BitsToSingle(uint.MaxValue) : 0)];
        float[] result = new float[count + 1];
        result[count] = 5;
        fixed (float* v = values)
        fixed (float* m = marks)
        fixed (float* r = result)
        {
            Missing.Replace(v, m, count, -7, r);
        }

        CollectionAssert.AreEqual(values.Select((value, i) => i % 3 == 1 ? -7 : value).Append(5).ToArray(), result);
    });

    [TestMethod]
    [DataRow(LossInput.Logits)]
    [DataRow(LossInput.Probabilities)]
    public void Results_AreThoseOfTheOthersAlone(LossInput domain) =>
        Gen.Select(Gen.Int[1, MaxCount], Gen.Double[0, 1], Gen.Int[0, 127], Gen.Int).Sample(
            (count, rate, variant, seed) => Compare(domain, count, rate, variant, seed), iter: 300);

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void OddElementsThatArePresent_CountAsEver(bool byMask)
    {
        foreach (float odd in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e30f, -200, 704.95f, 710 })
        {
            foreach (float oddTarget in new[] { 0f, 1, .25f })
            {
                (float[] input, float[] target, bool[] mask) = Block(byMask);
                int at = Array.FindLastIndex(mask, isPresent => isPresent);
                input[at] = odd;
                target[at] = oddTarget;
                float[] gradient = new float[input.Length];
                LossOptions options = byMask ? new() { Mask = mask } : new() { MissingTargets = MissingTargets.Ignore };
                double loss = Functional.BinaryCrossEntropyWithLogitsAndGradient(input, target, default, Reduction.Sum, default, gradient, options);

                float[] kept = [.. input.Where((_, i) => mask[i])];
                float[] keptGradient = new float[kept.Length];
                double expected = Functional.BinaryCrossEntropyWithLogitsAndGradient(
                    kept, [.. target.Where((_, i) => mask[i])], default, Reduction.Sum, default, keptGradient);
                Assert.AreEqual(double.IsNaN(expected), double.IsNaN(loss), $"{odd}, target {oddTarget}");
                Ulp.AreRelativelyClose(expected, loss, 1e-13, $"{odd}, target {oddTarget}");
                CollectionAssert.AreEqual(keptGradient, gradient.Where((_, i) => mask[i]).ToArray(), $"{odd}, target {oddTarget}");
                Assert.IsTrue(gradient.Where((_, i) => !mask[i]).All(value => value == 0), $"{odd}, target {oddTarget}");
            }
        }
    }

    [TestMethod]
    [DataRow(true, float.NaN)]
    [DataRow(true, 2f)]
    [DataRow(true, float.PositiveInfinity)]
    [DataRow(false, 2f)]
    [DataRow(false, -1f)]
    [DataRow(false, float.PositiveInfinity)]
    public void FalseTargetsThatArePresent_AreFound(bool byMask, float value)
    {
        (float[] input, float[] target, bool[] mask) = Block(byMask);
        int at = Array.FindLastIndex(mask, isPresent => isPresent);
        target[at] = value;
        float[] gradient = new float[input.Length];
        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(() => Functional.BinaryCrossEntropyWithLogitsAndGradient(
            input, target, default, Reduction.Mean, default, gradient, byMask ? new() { Mask = mask } : new() { MissingTargets = MissingTargets.Ignore }));
        StringAssert.Contains(e.Message, FormattableString.Invariant($"target[{at}] is {value};"));
    }

    // Beside these losses none is negligible.
    [TestMethod]
    public void ZeroAndTinyLosses_StayThat_BesideMissingElements()
    {
        LossOptions ignore = new() { MissingTargets = MissingTargets.Ignore };
        Assert.AreEqual(0, Functional.SigmoidFocalLoss([1, 2], [1, float.NaN], 0, 0, Reduction.Sum, default, ignore));
        float[] input = [.. Enumerable.Repeat(65f, 100)];
        float[] target = [.. Enumerable.Range(0, 100).Select(i => i == 50 ? float.NaN : 1)];
        double sum = Functional.AsymmetricLoss(input, target, 0, 4, 0, Reduction.Sum, default, ignore);
        Assert.AreEqual(1, sum / (99 * Math.Exp(-65 * 5)), 1e-12);
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void WeightsOfPositivesThatAreMissing_DoNotChangeABit(float odd)
    {
        (float[] input, float[] target, _) = Block(byMask: false);
        float[] weight = [.. input.Select(Math.Abs)];
        float[] gradient = new float[input.Length];
        double sum = Run(gradient);
        for (int i = 0; i < target.Length; i++)
        {
            weight[i] = float.IsNaN(target[i]) ? odd : weight[i];
        }

        float[] same = new float[input.Length];
        Assert.AreEqual(sum, Run(same));
        CollectionAssert.AreEqual(gradient, same);

        double Run(float[] destination) => Functional.BinaryCrossEntropyWithLogitsAndGradient(
            input, target, default, Reduction.Sum, weight, destination, new LossOptions { MissingTargets = MissingTargets.Ignore });
    }

    [TestMethod]
    public void GradientsOfMissingElements_AreZero_EvenIfTheMeanIsNaN()
    {
        float[] gradient = [3, 3];
        double loss = Functional.BinaryCrossEntropyWithLogitsAndGradient(
            [1, 2],
            [1, float.NaN],
            [float.NaN, 1],
            Reduction.Mean,
            default,
            gradient,
            new LossOptions { MissingTargets = MissingTargets.Ignore, Denominator = MeanDenominator.WeightSum });
        Assert.IsTrue(double.IsNaN(loss));
        Assert.IsTrue(float.IsNaN(gradient[0]));
        Assert.AreEqual(0, gradient[1]);
    }

    [TestMethod]
    public void TinyLosses_KeepTheirDigits_BesideMissingElements()
    {
        float[] input = [.. Enumerable.Repeat(-150f, 100)];
        float[] target = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? 0 : float.NaN)];
        double sum = Functional.BinaryCrossEntropyWithLogits(
            input, target, default, Reduction.Sum, default, new LossOptions { MissingTargets = MissingTargets.Ignore });
        Assert.AreEqual(1, sum / (50 * Math.Exp(-150)), 1e-12);
    }

    /// <summary>A whole block, which a kernel may stream, with a fifth of the elements missing. Their targets are NaN, or with a mask anything.</summary>
    private static (float[] Input, float[] Target, bool[] Mask) Block(bool byMask)
    {
        Random random = new(1);
        float[] input = [.. Enumerable.Range(0, Block<float>.MaxCount).Select(_ => (random.NextSingle() * 20) - 10)];
        bool[] mask = [.. input.Select(_ => random.Next(5) > 0)];
        float[] target = [.. mask.Select(isPresent => isPresent ? random.Next(2) : byMask ? random.Next(-2, 3) : float.NaN)];
        return (input, target, mask);
    }

    private static void Compare(LossInput domain, int count, double rate, int variant, int seed)
    {
        Random random = new(seed);
        bool isLogits = domain == LossInput.Logits;
        bool byMask = (variant & 1) != 0;
        double smoothing = (variant & 2) != 0 ? .1 : 0;
        bool isSoft = (variant & 4) != 0;
        bool isWeighted = (variant & 8) != 0;
        bool hasPosWeight = (variant & 16) != 0;
        bool isNegative = (variant & 32) != 0;
        MeanDenominator denominator = (variant & 64) != 0 ? MeanDenominator.WeightSum : MeanDenominator.ValidElements;
        float[] input = new float[count];
        float[] target = new float[count];
        float[] weight = new float[count];
        float[] posWeight = new float[count];
        bool[] mask = new bool[count];
        for (int i = 0; i < count; i++)
        {
            // In one case of two, whole blocks are missing, or whole.
            bool isMissing = rate > .5 ? random.NextDouble() < 2 * (rate - .5) : (i / Block<float>.MaxCount) % 2 == 0;
            target[i] = isSoft ? random.NextSingle() : isNegative ? 0 : random.Next(2);
            double logit = isNegative ? -100 * random.NextDouble() : 20 * (random.NextDouble() - .5);
            input[i] = (float)(isLogits ? logit : 1 / (1 + Math.Exp(-logit)));
            weight[i] = random.NextSingle();
            posWeight[i] = 3 * random.NextSingle();
            mask[i] = !isMissing;
            if (isMissing)
            {
                float[] wild = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 7, -1e30f];
                input[i] = wild[random.Next(wild.Length)];
                target[i] = byMask ? wild[random.Next(wild.Length)] : float.NaN;
                weight[i] = wild[random.Next(wild.Length)];
                posWeight[i] = wild[random.Next(wild.Length)];
            }
        }

        float[] gradient = [.. Enumerable.Repeat(3f, count)];
        LossOptions options = byMask
            ? new LossOptions { Mask = mask, LabelSmoothing = smoothing, Denominator = denominator }
            : new LossOptions { MissingTargets = MissingTargets.Ignore, LabelSmoothing = smoothing, Denominator = denominator };
        double result = Loss(input, target, isWeighted ? weight : [], hasPosWeight ? posWeight : [], gradient, options);
        float[] inPlace = [.. input];
        double again = Loss(inPlace, target, isWeighted ? weight : [], hasPosWeight ? posWeight : [], inPlace, options);
        Assert.AreEqual(result, again);
        CollectionAssert.AreEqual(gradient, inPlace);

        float[] keptGradient = new float[mask.Count(isKept => isKept)];
        double expected = Loss(
            Kept(input),
            Kept(target),
            isWeighted ? Kept(weight) : [],
            hasPosWeight ? Kept(posWeight) : [],
            keptGradient,
            new LossOptions { LabelSmoothing = smoothing, Denominator = denominator });
        string what = $"{domain}, {count} values, rate {rate}, variant {variant}, seed {seed}";
        Assert.AreEqual(keptGradient.Length == 0, double.IsNaN(result), what);
        if (keptGradient.Length > 0)
        {
            Assert.AreEqual(expected, result, 1e-13 * Math.Abs(expected), what);
        }

        for (int i = 0, k = 0; i < count; i++)
        {
            float gradientOfKept = mask[i] ? keptGradient[k++] : 0;
            Assert.AreEqual(gradientOfKept, gradient[i], Math.Abs(gradientOfKept) * 1.2e-7, $"{what}, at {i}");
        }

        float[] Kept(float[] values) => [.. values.Where((_, i) => mask[i])];

        double Loss(float[] x, float[] t, float[] w, float[] p, float[] g, LossOptions o) => isLogits
            ? Functional.BinaryCrossEntropyWithLogitsAndGradient(x, t, w, Reduction.Mean, p, g, o)
            : Functional.BinaryCrossEntropyWithGradient(x, t, w, Reduction.Mean, p, g, o);
    }

    private static bool[] Mark<T>(T[] target, bool[]? mask, bool ignoresNaN, out int missing)
        where T : unmanaged
    {
        T[] marks = new T[target.Length];
        fixed (T* t = target)
        fixed (bool* m = mask)
        fixed (T* to = marks)
        {
            // An empty array has no address.
            missing = target.Length == 0 ? 0 : Missing.Mark(t, m, ignoresNaN, target.Length, to);
            bool[] result = new bool[target.Length];
            for (int i = 0; i < target.Length; i++)
            {
                byte[] bytes = new Span<byte>((byte*)(to + i), sizeof(T)).ToArray();
                Assert.IsTrue(Array.TrueForAll(bytes, b => b == bytes[0]));
                result[i] = bytes[0] == byte.MaxValue;
            }

            return result;
        }
    }
}
