using Microsoft.ML;
using MLNetLoss.Solvers;

namespace MLNetLoss.Sample.Learning;

/// <summary>
/// Has .NET compile the code of training while the command line is parsed and the data is opened: the solver on one thread, and the creation
/// of the trainer on another.
/// </summary>
internal static class EarlyStart
{
    /// <summary>Starts, where a training is asked for; returns at once.</summary>
    /// <param name="args">The arguments of the program.</param>
    public static void Begin(string[] args)
    {
        if (args is not ["train", ..] || Environment.ProcessorCount == 1)
            return;
        bool isExact = args.Contains(TrainerSettings.LogisticRegression);

        if (isExact)
            SolverWarmUp.LogisticRegression();
        else
            SolverWarmUp.GradientDescent();

        // Nobody waits for it: whatever fails here fails, and is reported, in training too.
        _ = Task.Run(() => MakeTrainer(isExact));
    }

    private static void MakeTrainer(bool isExact)
    {
        MultiLabelClassificationCatalog.MultiLabelClassificationTrainers trainers = new MLContext().MultiLabelClassification.Trainers;
        _ = isExact ? (object)trainers.LogisticRegression() : trainers.GradientDescent();
    }
}
