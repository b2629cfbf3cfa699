namespace MLNetLoss.Numerics;

/// <summary>A sum that also accumulates the rounding errors of its additions (Neumaier's variant of Kahan summation).</summary>
internal struct CompensatedSum
{
    private double _sum;
    private double _error;

    /// <summary>The sum of the terms added so far.</summary>
    public readonly double Value => double.IsFinite(_sum) ? _sum + _error : _sum;

    /// <summary>Adds a term.</summary>
    /// <param name="term">The term.</param>
    public void Add(double term)
    {
        double sum = _sum + term;
        _error += Math.Abs(_sum) >= Math.Abs(term) ? _sum - sum + term : term - sum + _sum;
        _sum = sum;
    }

    /// <summary>Adds another sum.</summary>
    /// <param name="other">The other sum.</param>
    public void Add(CompensatedSum other)
    {
        Add(other._sum);
        _error += other._error;
    }
}
