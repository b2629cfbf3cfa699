namespace MLNetLoss.AutoML;

/// <summary>The lowest loss that the trials of one experiment have reached; trials run one after the other.</summary>
internal sealed class BestLoss
{
    private double _value = double.PositiveInfinity;

    /// <summary>Whether a loss is lower than all before.</summary>
    /// <param name="loss">The loss.</param>
    public bool IsBeatenBy(double loss) => loss < _value;

    /// <summary>Keeps a loss.</summary>
    /// <param name="loss">The loss of a trial that ended.</param>
    public void Update(double loss) => _value = Math.Min(_value, loss);
}
