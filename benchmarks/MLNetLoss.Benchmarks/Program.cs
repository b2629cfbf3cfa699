using BenchmarkDotNet.Running;
using MLNetLoss.Benchmarks.Evaluation;
using MLNetLoss.Benchmarks.Losses;
using MLNetLoss.Benchmarks.Serving;
using MLNetLoss.Benchmarks.Soak;
using MLNetLoss.Benchmarks.Trainers;

// losses-speed, losses-accuracy, trainers, engine, evaluation, calibration, tuning, decisions, splits and soak are our own quick tools; all
// else goes to BenchmarkDotNet.
return args switch
{
    ["losses-speed", .. string[] rest] => LossSpeed.Run(rest),
    ["losses-accuracy", .. string[] rest] => LossAccuracy.Run(rest),
    ["trainers", .. string[] rest] => TrainerRun.Run(rest),
    ["engine", .. string[] rest] => EngineSpeed.Run(rest),
    ["soak", .. string[] rest] => SoakRun.Run(rest),
    ["evaluation", .. string[] rest] => EvaluationSpeed.Run(rest),
    ["calibration", .. string[] rest] => CalibrationEffect.Run(rest),
    ["tuning", .. string[] rest] => TuningSpeed.Run(rest),
    ["decisions", .. string[] rest] => DecisionEffect.Run(rest),
    ["splits", .. string[] rest] => SplitQuality.Run(rest),
    _ => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args) is null ? 1 : 0,
};
