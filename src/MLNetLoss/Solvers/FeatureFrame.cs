using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace MLNetLoss.Solvers;

/// <summary>
/// The frame in which the solver sees a row: some columns are shifted by their mean, and a last column of ones represents the bias. Shifting
/// a column changes only the bias (w·x + b = w·(x - m) + (b + w·m)), so the minimum is the same, but features and bias are decorrelated,
/// which makes better steps.
/// </summary>
/// <param name="featureCount">D, the number of features.</param>
/// <param name="hasBias">Whether there is a bias.</param>
/// <param name="centered">The shifted columns, ascending.</param>
/// <param name="means">Their means.</param>
internal sealed class FeatureFrame(int featureCount, bool hasBias, int[] centered, float[] means)
{
    /// <summary>For each feature its number among the shifted ones, from 1; 0 for others.</summary>
    private readonly int[] _places = PlacesOf(featureCount, centered);

    /// <summary>The shift of each feature, by number.</summary>
    private readonly float[] _shifts = [0, .. means];

    /// <summary>The last row with each feature, by number.</summary>
    private readonly int[] _rows = new int[centered.Length + 1];

    /// <summary>The shift of each feature.</summary>
    private readonly float[] _allShifts = ShiftsOf(featureCount, centered, means);

    private readonly int[] _allColumns = [.. Enumerable.Range(0, featureCount + (hasBias ? 1 : 0))];

    private int _row;

    /// <summary>D, the number of features.</summary>
    public int FeatureCount => featureCount;

    /// <summary>Whether there is a bias, as column D.</summary>
    public bool HasBias => hasBias;

    /// <summary>Features and bias.</summary>
    public int ColumnCount => hasBias ? featureCount + 1 : featureCount;

    /// <summary>The most entries needed for a row.</summary>
    /// <param name="row">The row.</param>
    public int MaxCount(TrainingRow row) => row.Values.Length + centered.Length + 2;

    /// <summary>Writes a row as the solver sees it: without zeros except in shifted columns, however the row is stored. Not thread-safe.</summary>
    /// <param name="row">The row.</param>
    /// <param name="columns">Receives the columns: those of the row, ascending, then the shifted ones it does not have.</param>
    /// <param name="values">Receives the values.</param>
    /// <param name="isFull">Whether they are all columns, ascending, because the row is stored densely and has no zero.</param>
    /// <returns>How many were written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Write(TrainingRow row, Span<int> columns, Span<float> values, out bool isFull)
    {
        isFull = row.Indices.IsEmpty && row.Values.Length == featureCount && !row.HasZero;
        if (isFull)
        {
            _allColumns.CopyTo(columns);
            TensorPrimitives.Subtract(row.Values, _allShifts, values);
            if (hasBias)
                values[featureCount] = 1;
            return ColumnCount;
        }

        // A row's columns are unpredictable, so branches would cost more than the work they save.
        bool dense = row.Indices.IsEmpty;
        ReadOnlySpan<int> indices = row.Indices;
        ReadOnlySpan<float> given = row.Values;
        int[] places = _places, rows = _rows;
        float[] shifts = _shifts;
        _row++;
        int count = 0;
        for (int i = 0; i < given.Length; i++)
        {
            int column = dense ? i : indices[i];
            float value = given[i];
            int isThere = value != 0 ? 1 : 0;
            int place = places[column] * isThere;
            rows[place] = _row;
            columns[count] = column;
            values[count] = value - shifts[place];
            count += isThere;
        }

        for (int i = 0; i < centered.Length; i++)
        {
            columns[count] = centered[i];
            values[count] = -means[i];
            count += rows[i + 1] != _row ? 1 : 0;
        }

        if (hasBias)
        {
            columns[count] = featureCount;
            values[count++] = 1f;
        }

        return count;
    }

    /// <summary>Imports the weights of a model.</summary>
    /// <param name="model">The model, in the unshifted frame.</param>
    /// <param name="state">Receives its weights.</param>
    public void Import(LinearModel model, DescentState state)
    {
        for (int feature = 0; feature < featureCount; feature++)
            model.WeightsOf(feature).CopyTo(state.WeightsOf(feature));
        if (hasBias)
            MoveBias(model, model.Bias, state.WeightsOf(featureCount), 1);
    }

    /// <summary>Exports weights as a model.</summary>
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

    private static float[] ShiftsOf(int featureCount, int[] centered, float[] means)
    {
        var shifts = new float[featureCount];
        for (int i = 0; i < centered.Length; i++)
            shifts[centered[i]] = means[i];
        return shifts;
    }

    private static int[] PlacesOf(int featureCount, int[] centered)
    {
        var places = new int[featureCount];
        for (int i = 0; i < centered.Length; i++)
            places[centered[i]] = i + 1;
        return places;
    }
}
