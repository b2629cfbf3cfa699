namespace MLNetLoss.Solvers.Calibration;

/// <summary>
/// The convex problem in two unknowns behind Platt scaling: minimise the <c>sum of weight * (softplus(u) - target * u)</c> with
/// <c>u = slope * z + offset</c>, where z are the scores, shifted and scaled so that both unknowns have the same magnitude.
/// </summary>
internal sealed class PlattProblem
{
    private const int MaximumSteps = 200;

    // Where the sigmoid is flat, the curvature is lost in rounding and a step can be 1e20 times too long: it may be halved a hundred times.
    private const double ShortestStep = 1e-30;

    // Newton's method squares the error. The criterion is how far a step moves any row: where one row weighs 1e8 times as much as another, the
    // remaining decrease is a tiny part of the total long before the light row has converged.
    private const double NearlyThere = 1e-7;

    // Where no row moves by more, curvatures change by one in a hundred and full steps converge. The value is no longer checked: rounding hides its
    // last decreases.
    private const double Short = 1e-2;

    private readonly double[] _z;
    private readonly double[] _targets;
    private readonly double[] _weights;
    private readonly double _farthest;

    private PlattProblem(double[] z, double[] targets, double[] weights)
    {
        _z = z;
        _targets = targets;
        _weights = weights;
        _farthest = z.Max(Math.Abs);
    }

    /// <summary>Solves it.</summary>
    /// <param name="cells">The rows.</param>
    /// <returns>Slope and offset with Platt's signs, which are the opposite ones.</returns>
    public static (double Slope, double Offset) Solve(CalibrationCells cells)
    {
        double positive = 0, total = 0, mean = 0;
        for (int i = 0; i < cells.Scores.Length; i++)
        {
            total += cells.Weights[i];
            positive += cells.Weights[i] * cells.Targets[i];
            mean += cells.Weights[i] * cells.Scores[i];
        }

        mean /= total;
        double high = (positive + 1) / (positive + 2), low = 1 / (total - positive + 2);
        var z = new double[cells.Scores.Length];
        var targets = new double[z.Length];
        double spread = 0, target = 0;
        for (int i = 0; i < z.Length; i++)
        {
            z[i] = cells.Scores[i] - mean;
            spread += cells.Weights[i] * z[i] * z[i];
            targets[i] = (cells.Targets[i] * high) + ((1 - cells.Targets[i]) * low);
            target += cells.Weights[i] * targets[i];
        }

        // A single distinct score determines no slope: the probability is the mean target.
        if (!Array.Exists(cells.Scores, score => score != cells.Scores[0]))
            return (0, Math.Log((total - target) / target));
        double scale = Math.Sqrt(spread / total);
        for (int i = 0; i < z.Length; i++)
            z[i] /= scale;
        double start = Math.Log((positive + 1) / (total - positive + 1));
        (double slope, double offset) = new PlattProblem(z, targets, cells.Weights).Newton(start);
        return (-slope / scale, (slope / scale * mean) - offset);
    }

    private (double Slope, double Offset) Newton(double offset)
    {
        double slope = 0, value = Value(slope, offset), longest = double.PositiveInfinity;
        for (int step = 0; step < MaximumSteps; step++)
        {
            (double slopeStep, double offsetStep, double decrement) = Direction(slope, offset);
            double moved = (Math.Abs(slopeStep) * _farthest) + Math.Abs(offsetStep);
            if (moved <= NearlyThere)
                return (slope - slopeStep, offset - offsetStep);

            // Short steps that do not get shorter are rounding errors.
            if (moved > longest)
                return (slope, offset);
            if (moved <= Short)
            {
                (slope, offset, longest) = (slope - slopeStep, offset - offsetStep, moved / 2);
                continue;
            }

            // Halve the step until the value decreases by 1e-4 of what the slope predicts (Armijo).
            double length = 1, next;
            while (!((next = Value(slope - (length * slopeStep), offset - (length * offsetStep))) <= value - (1e-4 * length * decrement)))
            {
                length /= 2;
                if (length < ShortestStep)
                    return (slope, offset);
            }

            (slope, offset, value) = (slope - (length * slopeStep), offset - (length * offsetStep), next);
        }

        return (slope, offset);
    }

    private double Value(double slope, double offset)
    {
        double sum = 0;
        for (int i = 0; i < _z.Length; i++)
        {
            double u = (slope * _z[i]) + offset;
            sum += _weights[i] * (Math.Max(u, 0) + Math.Log(1 + Math.Exp(-Math.Abs(u))) - (_targets[i] * u));
        }

        return sum;
    }

    private (double Slope, double Offset, double Decrement) Direction(double slope, double offset)
    {
        double g0 = 0, g1 = 0, h00 = 0, h01 = 0, h11 = 0;
        for (int i = 0; i < _z.Length; i++)
        {
            double u = (slope * _z[i]) + offset;
            double e = Math.Exp(-Math.Abs(u)), p = (u < 0 ? e : 1) / (1 + e);
            double gradient = _weights[i] * (p - _targets[i]), curvature = _weights[i] * (e / ((1 + e) * (1 + e)));
            g0 += gradient * _z[i];
            g1 += gradient;
            h00 += curvature * _z[i] * _z[i];
            h01 += curvature * _z[i];
            h11 += curvature;
        }

        // So little added to the diagonal that it matters only for a singular matrix.
        double ridge = 1e-14 * (h00 + h11);
        h00 += ridge;
        h11 += ridge;
        double determinant = (h00 * h11) - (h01 * h01);
        double first = ((h11 * g0) - (h01 * g1)) / determinant, second = ((h00 * g1) - (h01 * g0)) / determinant;
        return (first, second, (g0 * first) + (g1 * second));
    }
}
