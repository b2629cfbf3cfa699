using Microsoft.ML;
using MLNetLoss.Evaluation;
using MLNetLoss.Tests.Trainers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Evaluation;

/// <summary>What evaluation says in the log, and that nothing of it stays. Not parallel: the memory of the process is looked at.</summary>
[TestClass]
[DoNotParallelize]
public sealed class EvaluationLogTests
{
    [TestMethod]
    public void Evaluate_AgainAndAgain_KeepsNothing()
    {
        // ML.NET keeps every progress channel for a reader that an MLContext never has: 2 kB a call, and time that grows with the calls.
        const int Calls = 1000;
        var ml = new MLContext(1);
        IDataView data = SyntheticRows.View(ml, SyntheticRows.Make(30));
        IDataView scored = ml.MultiLabelClassification.Trainers.GradientDescent(numberOfIterations: 1).Fit(data).Transform(data);
        var metric = new MultiLabelMetric("micro_f1");
        Run(20);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Run(Calls);
        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.IsLessThan(400L * Calls, kept, $"{kept} bytes are left of {Calls} calls");

        void Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                ml.MultiLabelClassification.Evaluate(scored);
                metric.Evaluate(ml, scored);
            }
        }
    }

    [TestMethod]
    public void LongWork_SaysInTheLogHowFarItIs()
    {
        var ml = new MLContext(1);
        var messages = new List<string>();
        ml.Log += (_, e) =>
        {
            lock (messages)
                messages.Add(e.Message);
        };
        IDataView data = SyntheticRows.View(ml, SyntheticRows.Make(60));
        GradientDescentTrainer trainer = ml.MultiLabelClassification.Trainers.GradientDescent(numberOfIterations: 1);
        ml.MultiLabelClassification.CrossValidate(data, trainer, numberOfFolds: 3);
        for (int fold = 1; fold <= 3; fold++)
            AssertSaid($"{fold} of 3 folds are done.");
        MultiLabelPredictionTransformer model = trainer.Fit(data);
        ml.MultiLabelClassification.PermutationFeatureImportance(model, data, new MultiLabelMetric("micro_f1"), permutationCount: 5);
        int permutations = 5 * SyntheticRows.Features;
        AssertSaid($"{permutations} of {permutations} permutations are done.");
        ml.MultiLabelClassification.Evaluate(model.Transform(data));
        AssertSaid("60 rows of ");

        void AssertSaid(string text) => Assert.IsTrue(messages.Exists(message => message.Contains(text, StringComparison.Ordinal)), string.Join('\n', messages));
    }
}
