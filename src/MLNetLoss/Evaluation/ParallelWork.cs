using System.Runtime.ExceptionServices;

namespace MLNetLoss.Evaluation;

/// <summary>Runs independent pieces of work in parallel.</summary>
internal static class ParallelWork
{
    /// <summary>Runs the pieces and rethrows the first exception as it was thrown.</summary>
    /// <param name="count">The number of pieces.</param>
    /// <param name="options">How many at once, and what stops them.</param>
    /// <param name="work">Does one piece.</param>
    /// <exception cref="OperationCanceledException">The work was stopped, whatever exception the pieces threw.</exception>
    public static void For(int count, ParallelOptions options, Action<int> work)
    {
        try
        {
            Parallel.For(0, count, options, work);
        }
        catch (AggregateException exception)
        {
            // ML.NET's reading threads wrap the exception that stops them.
            if (options.CancellationToken.IsCancellationRequested)
                throw new OperationCanceledException("The work was stopped.", exception, options.CancellationToken);
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
