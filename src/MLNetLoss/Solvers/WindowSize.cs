namespace MLNetLoss.Solvers;

/// <summary>The size of a window of rows.</summary>
/// <param name="RowCount">Rows to read from the source.</param>
/// <param name="TrainingRowCount">How many of them there are to learn from.</param>
internal readonly record struct WindowSize(int RowCount, int TrainingRowCount);
