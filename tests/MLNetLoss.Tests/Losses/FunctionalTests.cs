using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>Every function of spans that has a gradient, with all its arguments, against the formula of one element.</summary>
[TestClass]
public sealed class FunctionalTests
{
    private const double Alpha = 0.3;
    private const double Gamma = 1.5;
    private const double Clip = 0.1;

    private static readonly float[] s_logits = [-3, .5f, 2, -1.25f, 4, .75f];
    private static readonly float[] s_probabilities = [.05f, .6f, .9f, .25f, .98f, .7f];
    private static readonly float[] s_target = [0, 1, float.NaN, .25f, 0, 1];
    private static readonly float[] s_weight = [2, .5f, 3];
    private static readonly float[] s_posWeight = [4, 1, .25f];

    private static readonly Form[] s_forms =
    [
        new(nameof(Functional.BinaryCrossEntropy), s_probabilities, Truth.ProbabilityLoss)
        {
            Reduce = (x, reduction, options) => Functional.BinaryCrossEntropy(x, s_target, s_weight, reduction, s_posWeight, options),
            Each = (x, destination, options) => Functional.BinaryCrossEntropy(x, s_target, s_weight, s_posWeight, destination, options),
            WithGradient = (x, reduction, gradient, options) => Functional.BinaryCrossEntropyWithGradient(x, s_target, s_weight, reduction, s_posWeight, gradient, options),
        },
        new(nameof(Functional.BinaryCrossEntropyWithLogits), s_logits, Truth.LogitLoss)
        {
            Reduce = (x, reduction, options) => Functional.BinaryCrossEntropyWithLogits(x, s_target, s_weight, reduction, s_posWeight, options),
            Each = (x, destination, options) => Functional.BinaryCrossEntropyWithLogits(x, s_target, s_weight, s_posWeight, destination, options),
            WithGradient = (x, reduction, gradient, options) => Functional.BinaryCrossEntropyWithLogitsAndGradient(x, s_target, s_weight, reduction, s_posWeight, gradient, options),
        },
        new(nameof(Functional.FocalLoss), s_probabilities, (x, t, _) => Focal(x, t, Truth.ProbabilityLoss(x, t)))
        {
            Reduce = (x, reduction, options) => Functional.FocalLoss(x, s_target, Alpha, Gamma, reduction, s_weight, options),
            Each = (x, destination, options) => Functional.FocalLoss(x, s_target, Alpha, Gamma, s_weight, destination, options),
            WithGradient = (x, reduction, gradient, options) => Functional.FocalLossWithGradient(x, s_target, Alpha, Gamma, reduction, s_weight, gradient, options),
        },
        new(nameof(Functional.SigmoidFocalLoss), s_logits, (x, t, _) => Focal(Truth.Sigmoid(x), t, Truth.LogitLoss(x, t)))
        {
            Reduce = (x, reduction, options) => Functional.SigmoidFocalLoss(x, s_target, Alpha, Gamma, reduction, s_weight, options),
            Each = (x, destination, options) => Functional.SigmoidFocalLoss(x, s_target, Alpha, Gamma, s_weight, destination, options),
            WithGradient = (x, reduction, gradient, options) => Functional.SigmoidFocalLossWithGradient(x, s_target, Alpha, Gamma, reduction, s_weight, gradient, options),
        },
        new(nameof(Functional.AsymmetricLoss), s_logits, (x, t, _) => Asymmetric(Truth.Sigmoid(x), t))
        {
            Reduce = (x, reduction, options) => Functional.AsymmetricLoss(x, s_target, 2 * Gamma, Gamma, Clip, reduction, s_weight, options),
            Each = (x, destination, options) => Functional.AsymmetricLoss(x, s_target, 2 * Gamma, Gamma, Clip, s_weight, destination, options),
            WithGradient = (x, reduction, gradient, options) => Functional.AsymmetricLossWithGradient(x, s_target, 2 * Gamma, Gamma, Clip, reduction, s_weight, gradient, options),
        },
    ];

    private static LossOptions Ignore => new() { MissingTargets = MissingTargets.Ignore };

    [TestMethod]
    public void EveryArgument_Counts()
    {
        foreach (Form form in s_forms)
        {
            double[] losses = [.. Enumerable.Range(0, 6).Select(i => form.LossOf(i))];
            double[] slopes = [.. Enumerable.Range(0, 6).Select(i => (form.LossOf(i, 1e-5) - form.LossOf(i, -1e-5)) / 2e-5)];
            float[] actual = new float[6];
            form.Each(form.Input, actual, Ignore);
            AssertAll(losses, actual, form.Name);
            Check(Reduction.Sum, Ignore, 1);

            // Of the six elements the third is missing; the others weigh 2, 0.5, 2, 0.5 and 3.
            Check(Reduction.Mean, Ignore, 5);
            Check(Reduction.Mean, Ignore with { Denominator = MeanDenominator.WeightSum }, 8);

            void Check(Reduction reduction, LossOptions options, double divisor)
            {
                double expected = losses.Sum() / divisor;
                Assert.AreEqual(expected, form.Reduce(form.Input, reduction, options), 1e-12 * expected, form.Name);
                Assert.AreEqual(expected, form.WithGradient(form.Input, reduction, actual, options), 1e-12 * expected, form.Name);
                AssertAll([.. slopes.Select(slope => slope / divisor)], actual, form.Name);
            }
        }
    }

    [TestMethod]
    public void WhatDoesNotFit_IsNamed()
    {
        foreach (Form form in s_forms)
        {
            Refused("destination", "destination holds 5 values but input has 6", () => form.Each(form.Input, new float[5], Ignore));
            Refused("gradient", "gradient holds 5 values but input has 6", () => form.WithGradient(form.Input, Reduction.Sum, new float[5], Ignore));
            if (form.Input != s_probabilities)
                continue;
            float[] beyond = [.05f, .6f, .9f, 1.25f, .98f, .7f];
            Refused("input", "input[3] is 1.25; it must be in [0, 1]", () => form.Reduce(beyond, Reduction.Sum, Ignore));
            Refused("input", "input[3] is 1.25; it must be in [0, 1]", () => form.Each(beyond, new float[6], Ignore));
            Refused("input", "input[3] is 1.25; it must be in [0, 1]", () => form.WithGradient(beyond, Reduction.Sum, new float[6], Ignore));

            void Refused(string parameter, string text, Action call)
            {
                ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(call, form.Name);
                Assert.AreEqual(parameter, fault.ParamName, form.Name);
                Assert.Contains(text, fault.Message, form.Name);
            }
        }
    }

    /// <summary>Torchvision's.</summary>
    private static double Focal(double p, double t, double crossEntropy)
    {
        double right = (p * t) + ((1 - p) * (1 - t));
        return ((Alpha * t) + ((1 - Alpha) * (1 - t))) * Math.Pow(1 - right, Gamma) * crossEntropy;
    }

    /// <summary>The reference's; for a soft target, too, the exponent lies between the two.</summary>
    private static double Asymmetric(double p, double t)
    {
        double negative = Math.Min(1 - p + Clip, 1);
        double right = (p * t) + (negative * (1 - t));
        return -((t * Math.Log(p)) + ((1 - t) * Math.Log(negative))) * Math.Pow(1 - right, (Gamma * t) + (2 * Gamma * (1 - t)));
    }

    private static void AssertAll(double[] expected, float[] actual, string name)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-6 * Math.Abs(expected[i]), $"{name}[{i}]");
    }

    private sealed record Form(string Name, float[] Input, Func<double, double, double, double> Truth)
    {
        public delegate double Reducing(float[] input, Reduction reduction, LossOptions options);

        public delegate void Writing(float[] input, float[] destination, LossOptions options);

        public delegate double Both(float[] input, Reduction reduction, float[] gradient, LossOptions options);

        public required Reducing Reduce { get; init; }

        public required Writing Each { get; init; }

        public required Both WithGradient { get; init; }

        /// <summary>An element's weighted loss where its input is moved; 0 for the missing one.</summary>
        public double LossOf(int i, double move = 0) =>
            float.IsNaN(s_target[i]) ? 0 : s_weight[i % 3] * Truth(Input[i] + move, s_target[i], s_posWeight[i % 3]);
    }
}
