namespace MLNetLoss.Solvers;

/// <summary>Evaluates the weights after each pass on validation rows, and keeps the best.</summary>
internal sealed class Judge
{
    private readonly RowSource _rows;
    private readonly IReadOnlyList<WindowSize> _windows;
    private readonly Func<TrainingRow, int, bool> _filter;
    private readonly ValidationMeasure _measure;
    private readonly GradientDescentSettings _settings;
    private readonly CancellationToken _cancellation;
    private float[]? _best;
    private double _bestValue;
    private int _lastPass;

    private Judge(
        RowSource rows,
        IReadOnlyList<WindowSize> windows,
        Func<TrainingRow, int, bool> filter,
        ValidationMeasure measure,
        GradientDescentSettings settings,
        CancellationToken cancellation)
    {
        _rows = rows;
        _windows = windows;
        _filter = filter;
        _measure = measure;
        _settings = settings;
        _cancellation = cancellation;
    }

    /// <summary>The pass after which the measure was best, counted from 1.</summary>
    public int BestPass { get; private set; }

    /// <summary>Whether the measure has not improved for longer than patience allows.</summary>
    public bool HasGivenUp => _lastPass - BestPass >= _settings.Patience;

    /// <summary>Makes the judge of a training; null if it has no validation rows.</summary>
    /// <param name="source">The training rows.</param>
    /// <param name="statistics">Their statistics.</param>
    /// <param name="holdOut">Those held out for validation.</param>
    /// <param name="validation">Other rows for validation, or null.</param>
    /// <param name="validationWindows">The windows of these other rows.</param>
    /// <param name="measure">The validation measure.</param>
    /// <param name="settings">The options.</param>
    /// <param name="cancellation">Cancels a pass.</param>
    public static Judge? Create(
        RowSource source,
        RowStatistics statistics,
        HoldOut holdOut,
        RowSource? validation,
        IReadOnlyList<WindowSize> validationWindows,
        ValidationMeasure measure,
        GradientDescentSettings settings,
        CancellationToken cancellation)
    {
        if (validation is not null)
            return new Judge(validation, validationWindows, (row, _) => row.IsFinite, measure, settings, cancellation);
        return holdOut.IsEmpty ? null : new Judge(source, statistics.Windows, (row, number) => holdOut.Contains(number) && row.IsFinite, measure, settings, cancellation);
    }

    /// <summary>Evaluates the weights.</summary>
    /// <param name="pass">Scores the rows.</param>
    /// <param name="state">The weights.</param>
    /// <param name="passNumber">The pass just made, counted from 1.</param>
    /// <returns>The measure.</returns>
    public double Measure(DescentPass pass, DescentState state, int passNumber)
    {
        using var feed = new BatchFeed(_rows, _windows, _filter, null, pass.BatchCapacity, _cancellation);
        pass.Measure(feed, _measure, _cancellation);
        double value = _measure.Value;
        _lastPass = passNumber;
        double gain = _measure.HigherIsBetter ? value - _bestValue : _bestValue - value;
        // NaN never counts as better than a number. While there is no number, nothing speaks for stopping or against the latest weights.
        if (_best is null || gain > _settings.MinimumImprovement || double.IsNaN(_bestValue))
        {
            _best ??= new float[state.Weights.Length];
            state.Weights.Span.CopyTo(_best);
            _bestValue = value;
            BestPass = passNumber;
        }

        return value;
    }

    /// <summary>Restores the best weights.</summary>
    /// <param name="state">Receives them.</param>
    public void Restore(DescentState state) => _best?.CopyTo(state.Weights.Span);
}
