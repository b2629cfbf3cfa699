using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

// Proposes the defaults first, as the tuner that SetPipeline installs does, and random points then.
internal sealed class RandomSearchTuner(SearchSpace.SearchSpace space, int seed) : ITuner
{
    private readonly Random _random = new(seed);
    private bool _begun;

    public Parameter Propose(TrialSettings settings)
    {
        double[] point = _begun ? [.. Enumerable.Range(0, space.FeatureSpaceDim).Select(_ => _random.NextDouble())] : space.Default;
        _begun = true;
        return space.SampleFromFeatureSpace(point);
    }

    public void Update(TrialResult result)
    {
    }
}
