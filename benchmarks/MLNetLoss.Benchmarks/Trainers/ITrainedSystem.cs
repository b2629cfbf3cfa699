namespace MLNetLoss.Benchmarks.Trainers;

/// <summary>A system under measurement.</summary>
internal interface ITrainedSystem
{
    /// <summary>The package and version it comes from.</summary>
    string Version { get; }

    /// <summary>A hash of the bits of the weights, to tell whether two runs gave the same model.</summary>
    string Fingerprint { get; }

    /// <summary>The sum of all squared weights, biases left out.</summary>
    double SquaredWeights { get; }

    /// <summary>Trains on all rows, from nothing.</summary>
    void Train(BenchmarkRows rows);

    /// <summary>Scores rows with the model trained last: N x L logits.</summary>
    float[] Score(BenchmarkRows rows);
}
