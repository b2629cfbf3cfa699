namespace MLNetLoss.AutoML;

/// <summary>The lowest loss of the trials of one experiment, which run one after another.</summary>
internal sealed class BestLoss
{
    private double _value = double.PositiveInfinity;

    /// <summary>Whether a loss is lower than all previous ones.</summary>
    /// <param name="loss">The loss.</param>
    public bool IsBeatenBy(double loss) => loss < _value;

    /// <summary>Records a loss.</summary>
    /// <param name="loss">The loss of a finished trial.</param>
    public void Update(double loss) => _value = Math.Min(_value, loss);
}
