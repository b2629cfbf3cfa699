namespace MLNetLoss.Solvers;

/// <summary>The parameters of each step that are common to all columns; a function of the step number alone.</summary>
internal sealed class StepSequence
{
    private readonly GradientDescentSettings _settings;
    private readonly double _rate;
    private readonly long _stepCount;
    private readonly double _weightDecay;
    private readonly StepScalars _constants;
    private readonly float[] _corrections1;
    private readonly float[] _corrections2;

    /// <summary>Plans the steps.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="rate">The learning rate before the schedule.</param>
    /// <param name="stepCount">The number of steps.</param>
    /// <param name="weightDecay">AdamW's decay of weights per unit of learning rate.</param>
    public StepSequence(GradientDescentSettings settings, double rate, long stepCount, double weightDecay)
    {
        _settings = settings;
        _rate = rate;
        _stepCount = stepCount;
        _weightDecay = weightDecay;
        bool adam = settings.UpdateRule is UpdateRule.Adam or UpdateRule.AdamW;
        double beta1 = adam ? settings.Beta1 : settings.Momentum;
        _constants = new StepScalars
        {
            Beta1 = (float)beta1,
            Share1 = (float)(1 - beta1),
            Share2 = (float)(1 - settings.Beta2),
            // The adaptive rule's gradients have no natural unit; this epsilon is far below the square of any gradient that matters, and far above underflow.
            Epsilon = settings.UpdateRule == UpdateRule.Adaptive ? 1e-30f : (float)settings.Epsilon,
        };
        _corrections1 = adam ? Corrections(beta1) : [];
        _corrections2 = adam ? Corrections(settings.Beta2) : [];
        MemorySteps = weightDecay > 0 ? int.MaxValue : Memory(beta1, adam ? settings.Beta2 : 1);
    }

    /// <summary>The number of steps without a gradient after which a rule's state no longer changes a weight in single precision.</summary>
    public int MemorySteps { get; }

    /// <summary>A step.</summary>
    /// <param name="step">The step number, counted from 1.</param>
    public StepScalars At(long step)
    {
        StepScalars scalars = _constants;
        double rate = _rate * Share(step);
        scalars.Rate = (float)rate;
        scalars.Shrinkage = (float)(1 - (rate * _weightDecay));
        scalars.Correction1 = step <= _corrections1.Length ? _corrections1[step - 1] : 1f;
        scalars.Correction2 = step <= _corrections2.Length ? _corrections2[step - 1] : 1f;
        return scalars;
    }

    private static float[] Corrections(double beta)
    {
        // Once beta^t is below half the spacing of floats at 1, the correction is 1.
        int length = beta == 0 ? 1 : (int)Math.Min(1 << 20, Math.Ceiling(Math.Log(2e-8) / Math.Log(beta)));
        var corrections = new float[length];
        for (int i = 0; i < length; i++)
            corrections[i] = (float)(1 / (1 - Math.Pow(beta, i + 1)));
        return corrections;
    }

    private static int Memory(double beta1, double beta2)
    {
        double decay = beta1 / Math.Sqrt(beta2);
        if (decay <= 0)
            return 0;
        return decay < 1 ? (int)Math.Min(1 << 20, Math.Ceiling(Math.Log(1e-9) / Math.Log(decay))) : 1 << 20;
    }

    private double Share(long step)
    {
        double done = (step - 1.0) / _stepCount;
        return _settings.Schedule switch
        {
            StepSchedule.Linear => 1 - done,
            StepSchedule.Cosine => 0.5 * (1 + Math.Cos(Math.PI * done)),
            StepSchedule.InverseSquareRoot => 1 / Math.Sqrt(step),
            _ => 1,
        };
    }
}
