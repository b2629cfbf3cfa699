using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.ML;

namespace MLNetLoss.Benchmarks.Trainers;

/// <summary>
/// Trains one system on one set, in a process of its own so that its peak memory is its own, and prints one JSON object: seconds of the
/// first training and of the best of several, objective, test measures, seconds to score the test rows, peak memory.
/// </summary>
internal static class TrainerRun
{
    private const string Usage =
        "usage: trainers SYSTEM TRAIN.txt TEST.txt [--threads N] [--rounds N]\n" +
        "systems: logistic-regression (with a constant feature in the place of a bias), gradient-descent, mlnet-lbfgs";

    public static int Run(string[] arguments)
    {
        int threads = 1, rounds = 5;
        var names = new List<string>();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is "--threads" or "--rounds" && i + 1 < arguments.Length)
                (threads, rounds) = arguments[i] == "--threads" ? (Number(arguments[++i]), rounds) : (threads, Number(arguments[++i]));
            else
                names.Add(arguments[i]);
        }

        if (names.Count != 3)
        {
            Console.Error.WriteLine(Usage);
            return 1;
        }

        var ml = new MLContext(1);
        bool isExact = names[0] != GradientDescentSystem.SystemName;
        BenchmarkRows train = BenchmarkRows.Read(ml, names[1], appendConstant: isExact);
        BenchmarkRows test = BenchmarkRows.Read(ml, names[2], appendConstant: isExact);
        ITrainedSystem system = names[0] switch
        {
            GradientDescentSystem.SystemName => new GradientDescentSystem(ml, threads),
            LogisticRegressionSystem.SystemName => new LogisticRegressionSystem(ml, threads),
            PerLabelSystem.SystemName => new PerLabelSystem(ml, threads),
            _ => throw new ArgumentException($"There is no system '{names[0]}'.\n{Usage}"),
        };

        double[] trainings = Times(rounds, () => system.Train(train));
        float[] scores = [];
        double[] scorings = Times(rounds, () => scores = system.Score(test));
        var measures = TestMeasures.Of(scores, test);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            system = names[0],
            version = system.Version,
            threads,
            train_seconds = trainings.Min(),
            first_train_seconds = trainings[0],
            score_seconds = scorings.Min(),
            objective = TestMeasures.Objective(system, train),
            bce = measures.CrossEntropy,
            micro_f1 = measures.MicroF1,
            lrap = measures.LabelRankingAveragePrecision,
            peak_mb = PeakMegabytes(),
            weights = system.Fingerprint,
        }));
        return 0;
    }

    private static double[] Times(int rounds, Action action)
    {
        var seconds = new double[rounds];
        foreach (ref double time in seconds.AsSpan())
        {
            GC.Collect();
            long start = Stopwatch.GetTimestamp();
            action();
            time = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return seconds;
    }

    private static double PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
