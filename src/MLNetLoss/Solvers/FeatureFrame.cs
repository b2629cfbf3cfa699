using System.Runtime.CompilerServices;

namespace MLNetLoss.Solvers;

/// <summary>
/// The frame in which the solver sees a row: columns with a mean are moved by it, and a last column of ones stands for the bias.
/// Moving a column changes nothing but the bias (w·x + b = w·(x - m) + (b + w·m)), so the minimum is the same, yet steps toward
/// it are no longer spoilt by all features pulling at the bias.
/// </summary>
/// <param name="featureCount">D, the number of features.</param>
/// <param name="hasBias">Whether there is a bias.</param>
/// <param name="centered">The ascending columns that are moved.</param>
/// <param name="means">By how much, as many.</param>
internal sealed class FeatureFrame(int featureCount, bool hasBias, int[] centered, float[] means)
{
    /// <summary>D, the number of features.</summary>
    public int FeatureCount => featureCount;

    /// <summary>Whether there is a bias, as column D.</summary>
    public bool HasBias => hasBias;

    /// <summary>Features and bias.</summary>
    public int ColumnCount => hasBias ? featureCount + 1 : featureCount;

    /// <summary>The most entries a row can have.</summary>
    /// <param name="row">The row.</param>
    public int MaxCount(TrainingRow row) => row.Values.Length + centered.Length + 1;

    /// <summary>Writes a row as the solver sees it: no zeros but those of moved columns, whatever way the row is stored.</summary>
    /// <param name="row">The row.</param>
    /// <param name="columns">Receives the columns.</param>
    /// <param name="values">Receives the values.</param>
    /// <returns>How many were written.</returns>
    public int Write(TrainingRow row, Span<int> columns, Span<float> values)
    {
        int count = centered.Length == 0 ? WritePlain(row, columns, values) : WriteCentered(row, columns, values);
        if (hasBias)
        {
            columns[count] = featureCount;
            values[count++] = 1f;
        }

        return count;
    }

    /// <summary>Takes over the weights of a model.</summary>
    /// <param name="model">The model, of frames not moved.</param>
    /// <param name="state">Receives its weights.</param>
    public void Import(LinearModel model, DescentState state)
    {
        for (int feature = 0; feature < featureCount; feature++)
            model.WeightsOf(feature).CopyTo(state.WeightsOf(feature));
        if (hasBias)
            MoveBias(model, model.Bias, state.WeightsOf(featureCount), 1);
    }

    /// <summary>Gives weights back as a model.</summary>
    /// <param name="state">The weights.</param>
    /// <param name="labelCount">L, the number of labels.</param>
    public LinearModel Export(DescentState state, int labelCount)
    {
        var model = new LinearModel(featureCount, labelCount);
        for (int feature = 0; feature < featureCount; feature++)
            state.WeightsOf(feature).CopyTo(model.WeightsOf(feature));
        if (hasBias)
            MoveBias(model, state.WeightsOf(featureCount), model.Bias, -1);
        return model;
    }

    private void MoveBias(LinearModel model, ReadOnlySpan<float> from, Span<float> to, int sign)
    {
        for (int label = 0; label < to.Length; label++)
        {
            double bias = from[label];
            for (int i = 0; i < centered.Length; i++)
                bias += sign * (double)means[i] * model.WeightsOf(centered[i])[label];
            to[label] = (float)bias;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int WritePlain(TrainingRow row, Span<int> columns, Span<float> values)
    {
        bool dense = row.Indices.IsEmpty;
        int count = 0;
        for (int i = 0; i < row.Values.Length; i++)
        {
            columns[count] = dense ? i : row.Indices[i];
            values[count] = row.Values[i];
            if (row.Values[i] != 0)
                count++;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int WriteCentered(TrainingRow row, Span<int> columns, Span<float> values)
    {
        ReadOnlySpan<int> from = row.Indices, shifted = centered;
        ReadOnlySpan<float> given = row.Values, shifts = means;
        int count = 0, next = 0;
        int nextShifted = shifted.IsEmpty ? int.MaxValue : shifted[0];
        for (int i = 0; i < given.Length; i++)
        {
            float value = given[i];
            if (value == 0)
                continue;
            int column = from.IsEmpty ? i : from[i];
            for (; nextShifted < column; nextShifted = next < shifted.Length ? shifted[next] : int.MaxValue)
            {
                columns[count] = nextShifted;
                values[count++] = -shifts[next++];
            }

            columns[count] = column;
            if (nextShifted == column)
            {
                value -= shifts[next++];
                nextShifted = next < shifted.Length ? shifted[next] : int.MaxValue;
            }

            values[count++] = value;
        }

        for (; next < shifted.Length; next++)
        {
            columns[count] = shifted[next];
            values[count++] = -shifts[next];
        }

        return count;
    }
}
