using MLNetLoss.Losses;

namespace MLNetLoss.Solvers;

/// <summary>
/// Compiles a solver while its caller is still reading rows. .NET compiles a method when it is first called, which for a whole solver can
/// take as long as a training. So a small problem is solved on a separate thread, once per process. A method needed by both threads is
/// compiled once, and without a second processor nothing is done.
/// </summary>
internal static class SolverWarmUp
{
    private static int s_gradientDescent;
    private static int s_logisticRegression;

    /// <summary>Compiles <see cref="GradientDescentSolver"/>.</summary>
    public static void GradientDescent() => Once(ref s_gradientDescent, static () =>
    {
        var settings = new GradientDescentSettings { Threads = 1, NumberOfIterations = 1 };
        new GradientDescentSolver(settings, new BCEWithLogitsLoss()).Fit(new MemoryRowSource(Rows(columns: 32)));
    });

    /// <summary>Compiles <see cref="LogisticRegressionSolver"/>, for sparse rows and for dense ones.</summary>
    public static void LogisticRegression() => Once(ref s_logisticRegression, static () =>
    {
        // First what most trainings need: only the second tolerance requires double precision. It is unreachable, so that no step is skipped.
        foreach (double tolerance in (ReadOnlySpan<double>)[1e-4, 1e-12])
        {
            var settings = new LogisticRegressionSettings { Threads = 1, Tolerance = tolerance, NumberOfIterations = 1 };
            LogisticRegressionSolver.Solve(Rows(columns: 32), settings);
            LogisticRegressionSolver.Solve(Rows(columns: 4), settings);
        }
    });

    private static void Once(ref int started, Action solve)
    {
        if (Environment.ProcessorCount > 1 && Interlocked.Exchange(ref started, 1) == 0)
            new Thread(() => Try(solve)) { IsBackground = true, Name = "MLNetLoss warm-up" }.Start();
    }

    private static void Try(Action solve)
    {
        try
        {
            solve();
        }
#pragma warning disable CA1031 // Nobody waits for this thread, and an exception would end the process. What fails here fails in the training too, and is reported there.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    // With few columns the rows are dense, with many sparse.
    private static TrainingSet Rows(int columns)
    {
        const int Count = 16, Labels = 2;
        var features = new RowMatrixBuilder(columns);
        var targets = new RowMatrixBuilder(Labels);
        for (int row = 0; row < Count; row++)
        {
            features.Add([0, 1, 2, 3], [1, row & 1, row & 2, row & 4]);
            targets.Add([row % 2, row % 3 == 0 ? 1 : 0]);
        }

        return new TrainingSet(features.Build(), targets.Build());
    }
}
