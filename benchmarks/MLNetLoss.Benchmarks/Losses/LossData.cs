namespace MLNetLoss.Benchmarks.Losses;

/// <summary>Inputs of the benchmarks: normal logits, uniform probabilities, three in ten targets positive, as the peer has them.</summary>
internal sealed class LossData
{
    public LossData(int count)
    {
        Random random = new(1);
        Logits = new float[count];
        Probabilities = new float[count];
        Targets = new float[count];
        SoftTargets = new float[count];
        RareTargets = new float[count];
        SomeTargets = new float[count];
        Weights = new float[count];
        Gradient = new float[count];
        for (int i = 0; i < count; i++)
        {
            Logits[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            Probabilities[i] = Math.Clamp(random.NextSingle(), .001f, .999f);
            Targets[i] = random.NextDouble() < .3 ? 1 : 0;
            SoftTargets[i] = random.NextSingle();
            RareTargets[i] = random.Next(20) == 0 ? 1 : 0;
            Weights[i] = .5f + random.NextSingle();
            SomeTargets[i] = random.Next(10) > 0 ? Targets[i] : float.NaN;
        }

        LabelWeights = [.. Enumerable.Range(0, 100).Select(i => .5f + (i / 100f))];
    }

    public float[] Logits { get; }

    public float[] Probabilities { get; }

    public float[] Targets { get; }

    public float[] SoftTargets { get; }

    /// <summary>One in twenty is positive.</summary>
    public float[] RareTargets { get; }

    /// <summary>One for each element.</summary>
    public float[] Weights { get; }

    /// <summary>The targets, of which one in ten is missing.</summary>
    public float[] SomeTargets { get; }

    public float[] Gradient { get; }

    /// <summary>One for each of 100 labels.</summary>
    public float[] LabelWeights { get; }
}
