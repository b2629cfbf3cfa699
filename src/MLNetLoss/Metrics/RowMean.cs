namespace MLNetLoss.Metrics;

/// <summary>The weighted mean of a value each row has.</summary>
internal struct RowMean
{
    private CompensatedSum _sum;
    private CompensatedSum _weight;

    /// <summary>The mean; not a number when no row counted.</summary>
    public readonly double Value => _sum.Value / _weight.Value;

    /// <summary>Adds a row.</summary>
    /// <param name="value">Its value.</param>
    /// <param name="weight">Its weight.</param>
    public void Add(double value, double weight)
    {
        _sum.Add(value * weight);
        _weight.Add(weight);
    }

    /// <summary>Adds the rows of another mean.</summary>
    /// <param name="other">The other mean.</param>
    public void Add(RowMean other)
    {
        _sum.Add(other._sum);
        _weight.Add(other._weight);
    }
}
