using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary>The weighted sum of every row's outer product with itself, with the bias as an additional feature of value 1.</summary>
/// <param name="size">D + 1.</param>
internal sealed class FeatureGram(int size)
{
    /// <summary>Beyond this number of features the matrix and its factor cost more than they save.</summary>
    private const int MaximumFeatures = 512;

    // It is only a preconditioner: this many rows, evenly spread, are enough.
    private const int MaximumRows = 4096;

    /// <summary>D + 1.</summary>
    public int Size { get; } = size;

    /// <summary>The number of values from one row of the matrix to the next: a multiple of eight.</summary>
    public int Stride { get; } = (size + 7) & ~7;

    /// <summary>Size x Stride values, of which only the lower triangle is used.</summary>
    public double[] Values { get; } = new double[size * ((size + 7) & ~7)];

    /// <summary>Whether it pays: the rows are dense and not too long, and the matrix is no larger than the rows.</summary>
    /// <param name="data">The rows.</param>
    public static bool Suits(TrainingSet data) =>
        data.Features.IsDense && data.FeatureCount <= Math.Min(MaximumFeatures, data.RowCount);

    /// <summary>Sums over rows.</summary>
    /// <param name="data">Dense rows.</param>
    /// <param name="means">What to subtract from each feature; null for nothing.</param>
    public static FeatureGram Of(TrainingSet data, double[]? means = null)
    {
        var gram = new FeatureGram(data.FeatureCount + 1);
        var row = new double[gram.Stride];
        int taken = Math.Min(data.RowCount, MaximumRows);
        for (int sample = 0; sample < taken; sample++)
        {
            int index = Taken(data, sample, taken);
            ReadOnlySpan<float> values = data.Features.Values(index);
            for (int i = 0; i < values.Length; i++)
                row[i] = means is null ? values[i] : values[i] - means[i];
            row[values.Length] = 1;
            gram.Add(row, WeightOf(data, index) * ((double)data.RowCount / taken));
        }

        return gram;
    }

    /// <summary>The mean of each feature over the rows that <see cref="Of"/> takes.</summary>
    /// <param name="data">Dense rows.</param>
    public static double[] Means(TrainingSet data)
    {
        var means = new double[data.FeatureCount];
        double total = 0;
        int taken = Math.Min(data.RowCount, MaximumRows);
        for (int sample = 0; sample < taken; sample++)
        {
            int index = Taken(data, sample, taken);
            double weight = WeightOf(data, index);
            if (weight == 0)
                continue;
            total += weight;
            ReadOnlySpan<float> values = data.Features.Values(index);
            for (int i = 0; i < values.Length; i++)
                means[i] += (values[i] - means[i]) * (weight / total);
        }

        return means;
    }

    /// <summary>
    /// Takes the squares of features that do not vary in the rows taken, and that of the bias if those have no weight, from all rows: otherwise
    /// a preconditioner would leave them out, and the solver never change their weights.
    /// </summary>
    /// <param name="data">The rows.</param>
    /// <param name="means">What was subtracted from each feature.</param>
    /// <param name="constant">A feature varies if its sum of squares is more than this fraction of that of its mean.</param>
    public void Complete(TrainingSet data, double[] means, double constant)
    {
        if (data.RowCount <= MaximumRows)
            return;
        int bias = Size - 1;
        double total = Values[(bias * Stride) + bias];
        double[] shifts = [.. means, -1];
        int[] unseen = [.. Enumerable.Range(0, Size).Where(
            i => Values[(i * Stride) + i] <= (i == bias ? 0 : constant * total * means[i] * means[i]))];
        foreach (int i in unseen)
            Values[(i * Stride) + i] = 0;
        for (int row = 0; unseen.Length > 0 && row < data.RowCount; row++)
        {
            ReadOnlySpan<float> values = data.Features.Values(row);
            foreach (int i in unseen)
            {
                double value = (i == bias ? 0 : values[i]) - shifts[i];
                Values[(i * Stride) + i] += value * value * WeightOf(data, row);
            }
        }
    }

    private static int Taken(TrainingSet data, int sample, int taken) => (int)((long)sample * data.RowCount / taken);

    private static float WeightOf(TrainingSet data, int row) => data.RowWeights is { } weights ? weights[row] : 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(double[] row, double weight)
    {
        for (int i = 0; i < Size; i++)
        {
            Vector512<double> factor = Vector512.Create(weight * row[i]);
            for (int j = 0; j <= i; j += 8)
            {
                ref double at = ref Values[(i * Stride) + j];
                Vector512.FusedMultiplyAdd(factor, Vector512.LoadUnsafe(ref row[j]), Vector512.LoadUnsafe(ref at)).StoreUnsafe(ref at);
            }
        }
    }
}
