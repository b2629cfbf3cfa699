namespace MLNetLoss.AutoML;

/// <summary>The columns a sweepable trainer works on.</summary>
/// <param name="Label">The targets.</param>
/// <param name="Features">The features.</param>
/// <param name="ExampleWeight">The weights of rows; null for none.</param>
internal sealed record SweepableColumns(string Label, string Features, string? ExampleWeight);
