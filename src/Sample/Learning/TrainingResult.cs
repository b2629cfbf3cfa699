using System.Globalization;
using Microsoft.ML;
using MLNetLoss.Trainers;

namespace MLNetLoss.Sample.Learning;

/// <summary>The result of training.</summary>
/// <param name="Model">The whole chain, from data to predictions.</param>
/// <param name="Linear">The trained linear model in the chain.</param>
/// <param name="Objective">The minimised objective: the sum of all losses plus the penalty on the weights.</param>
/// <param name="Seconds">How long it took, including featurization.</param>
/// <param name="Iterations">Passes over the rows, or steps of the exact solver.</param>
/// <param name="Converged">Whether the minimum was reached; null if the trainer does not know.</param>
internal sealed record TrainingResult(ITransformer Model, LinearMultiLabelModelParameters Linear, double Objective, double Seconds, int Iterations, bool? Converged)
{
    /// <summary>A one-line summary.</summary>
    public string Describe() => string.Create(CultureInfo.InvariantCulture,
        $"{Linear.FeatureCount:N0} features, {Linear.LabelCount:N0} {(Linear.LabelCount == 1 ? "label" : "labels")}: objective {Objective:0.00}, {Iterations} {(Iterations == 1 ? "iteration" : "iterations")}, {Seconds:0.00} s{Converged switch { true => ", converged", false => ", not converged", null => "" }}");
}
