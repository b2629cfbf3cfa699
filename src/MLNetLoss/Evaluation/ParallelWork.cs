using System.Runtime.ExceptionServices;

namespace MLNetLoss.Evaluation;

/// <summary>Runs independent pieces of work in parallel.</summary>
internal static class ParallelWork
{
    /// <summary>Runs the pieces; of exceptions, one comes out as it was thrown.</summary>
    /// <param name="count">The number of pieces.</param>
    /// <param name="options">How many at once, and what stops them.</param>
    /// <param name="work">Does a piece.</param>
    /// <exception cref="OperationCanceledException">The work was stopped, whatever the pieces made of it.</exception>
    public static void For(int count, ParallelOptions options, Action<int> work)
    {
        try
        {
            Parallel.For(0, count, options, work);
        }
        catch (AggregateException exception)
        {
            // ML.NET's reading threads wrap what stops them.
            if (options.CancellationToken.IsCancellationRequested)
                throw new OperationCanceledException("The work was stopped.", exception, options.CancellationToken);
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
