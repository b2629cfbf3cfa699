namespace MLNetLoss.Solvers;

/// <summary>The size of a window of rows.</summary>
/// <param name="RowCount">The number of rows to read from the source.</param>
/// <param name="TrainingRowCount">The number of training rows among them.</param>
internal readonly record struct WindowSize(int RowCount, int TrainingRowCount);
