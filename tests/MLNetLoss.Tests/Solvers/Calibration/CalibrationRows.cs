using CsCheck;

namespace MLNetLoss.Tests.Solvers.Calibration;

/// <summary>Rows of one label, with ties, soft and missing targets, and weights, some of them zero; at least one row counts.</summary>
internal sealed record CalibrationRows(float[] Scores, float[] Targets, float[] Weights)
{
    private static readonly Gen<(float Score, float Target, float Weight)> s_row = Gen.Select(
        Gen.Int[-12, 12].Select(score => score / 4f),
        Gen.Frequency((5, Gen.Const(0f)), (5, Gen.Const(1f)), (2, Gen.Int[0, 4].Select(part => part / 4f)), (1, Gen.Const(float.NaN))),
        Gen.Frequency((4, Gen.Const(1f)), (2, Gen.Int[0, 4].Select(weight => (float)weight))));

    public static Gen<CalibrationRows> Any { get; } = s_row.Array[1, 30].Select(rows => new CalibrationRows(
        [.. rows.Select(row => row.Score), 1],
        [.. rows.Select(row => row.Target), 1],
        [.. rows.Select(row => row.Weight), 1]));

    /// <summary>The same in rows of weight one half with hard targets and none missing, which count the same.</summary>
    public CalibrationRows Spread()
    {
        var scores = new List<float>();
        var targets = new List<float>();
        var weights = new List<float>();
        for (int i = 0; i < Scores.Length; i++)
        {
            for (float half = 0; half < Weights[i] && !float.IsNaN(Targets[i]); half += .5f)
            {
                scores.AddRange([Scores[i], Scores[i]]);
                targets.AddRange([1, 0]);
                weights.AddRange([.5f * Targets[i], .5f * (1 - Targets[i])]);
            }
        }

        return new([.. scores], [.. targets], [.. weights]);
    }
}
