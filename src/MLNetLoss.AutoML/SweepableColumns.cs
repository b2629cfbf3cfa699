namespace MLNetLoss.AutoML;

/// <summary>The columns of a sweepable trainer.</summary>
/// <param name="Label">The targets.</param>
/// <param name="Features">The features.</param>
/// <param name="ExampleWeight">The row weights; null for none.</param>
internal sealed record SweepableColumns(string Label, string Features, string? ExampleWeight);
