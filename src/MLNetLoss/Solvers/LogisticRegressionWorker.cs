using System.Runtime.CompilerServices;

namespace MLNetLoss.Solvers;

/// <summary>The working state of one thread, which solves blocks of labels one after another.</summary>
internal sealed class LogisticRegressionWorker
{
    private const int Lanes = LogisticRegressionBlock.Lanes;

    private readonly LogisticRegressionProblem _problem;
    private readonly LogisticRegressionSettings _settings;
    private readonly LogisticRegressionBlock _block;
    private readonly NewtonConjugateGradient _newton;
    private DualCoordinateAscent? _dual;

    /// <summary>Allocates the working memory.</summary>
    /// <param name="problem">The rows.</param>
    /// <param name="settings">The settings.</param>
    public LogisticRegressionWorker(LogisticRegressionProblem problem, LogisticRegressionSettings settings)
    {
        _problem = problem;
        _settings = settings;
        _block = new LogisticRegressionBlock(problem, settings.FitBias);
        _newton = new NewtonConjugateGradient(_block);
    }

    /// <summary>Solves some labels.</summary>
    /// <param name="labels">At most sixteen.</param>
    /// <param name="start">The model to start from; null to start from scratch.</param>
    /// <param name="model">Receives the labels' weights.</param>
    /// <param name="certificates">Receives the labels' certificates.</param>
    /// <param name="report">Receives each iteration's number, objective and gap.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public void Solve(
        ReadOnlySpan<int> labels, LinearModel? start, LinearModel model, LogisticRegressionCertificate[] certificates,
        Action<int, double, double> report, CancellationToken cancellation)
    {
        // Coordinate ascent needs the dual, which only exists with an L2 term, and cannot start from given weights.
        bool ascend = start is null && _settings.L2Regularization > 0 && _problem.SuitsAscent;
        if (ascend)
            _dual ??= new DualCoordinateAscent(_block);
        _block.Load(labels, ascend ? _dual!.Logits : null);
        if (ascend)
            Ascend(labels, cancellation);
        else
            Begin(labels, start);
        _newton.Solve(_settings.L2Regularization, _settings.Tolerance, _settings.NumberOfIterations, report, cancellation);
        Store(labels, model, certificates);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Ascend(ReadOnlySpan<int> labels, CancellationToken cancellation)
    {
        Span<float> bias = stackalloc float[Lanes];
        bias.Clear();
        for (int lane = 0; lane < labels.Length; lane++)
            bias[lane] = (float)StartOfBias(labels[lane], lane);
        _dual!.Run(bias, _settings.L2Regularization, _settings.Seed, cancellation);
        Span<float> from = _dual.Weights.Span;
        Span<double> to = _newton.Weights.Span;
        for (int i = 0; i < to.Length; i++)
            to[i] = _block.Active[i % Lanes] ? from[i] : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Begin(ReadOnlySpan<int> labels, LinearModel? start)
    {
        Span<double> weights = _newton.Weights.Span;
        weights.Clear();
        for (int lane = 0; lane < labels.Length; lane++)
        {
            if (!_block.Active[lane])
                continue;
            int label = labels[lane];
            for (int feature = 0; start is not null && feature < _block.FeatureCount; feature++)
                weights[(feature * Lanes) + lane] = start.WeightsOf(_problem.ModelFeature(feature))[label];
            weights[(_block.FeatureCount * Lanes) + lane] = start is not null && _settings.FitBias ? start.Bias[label] : StartOfBias(label, lane);
        }
    }

    // The best bias for zero weights: the label's log-odds.
    private double StartOfBias(int label, int lane)
    {
        LabelSummary summary = _problem.Labels[label];
        return _block.Active[lane] && _settings.FitBias
            ? Math.Log(summary.PositiveWeight / (summary.Weight - summary.PositiveWeight))
            : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Store(ReadOnlySpan<int> labels, LinearModel model, LogisticRegressionCertificate[] certificates)
    {
        Span<double> weights = _newton.Weights.Span;
        for (int feature = 0; feature <= _block.FeatureCount; feature++)
        {
            Span<float> to = feature < _block.FeatureCount ? model.WeightsOf(_problem.ModelFeature(feature)) : model.Bias;
            for (int lane = 0; lane < labels.Length; lane++)
                to[labels[lane]] = (float)weights[(feature * Lanes) + lane];
        }

        for (int lane = 0; lane < labels.Length; lane++)
        {
            LabelSummary summary = _problem.Labels[labels[lane]];
            if (!_block.Active[lane])
                model.Bias[labels[lane]] = (float)OneClassRule.Bias(summary.Classes, summary.Weight);
            certificates[labels[lane]] = _block.Active[lane]
                ? _newton.Certify(lane, summary.Classes)
                : new(summary.Classes, 0, double.NaN, 0, 0, SolverStatus.SetByRule);
        }
    }
}
