using BenchmarkDotNet.Running;
using MLNetLoss.Benchmarks.Losses;
using MLNetLoss.Benchmarks.Trainers;

// losses-speed, losses-accuracy and trainers are our own quick tools; everything else goes to BenchmarkDotNet.
return args switch
{
    ["losses-speed", .. string[] rest] => LossSpeed.Run(rest),
    ["losses-accuracy", .. string[] rest] => LossAccuracy.Run(rest),
    ["trainers", .. string[] rest] => TrainerRun.Run(rest),
    _ => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args) is null ? 1 : 0,
};
