using System.Globalization;
using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

/// <summary>Reads a file of the text format with a header straight into a <see cref="TrainingSet"/>, without ML.NET.</summary>
internal static class TextRows
{
    public static TrainingSet Read(string path, bool appendConstant)
    {
        using var reader = new StreamReader(path);
        int[] header = Array.ConvertAll(reader.ReadLine()!.Split(' '), int.Parse);
        var features = new RowMatrixBuilder(header[1] + (appendConstant ? 1 : 0));
        var targets = new RowMatrixBuilder(header[2]);
        while (reader.ReadLine() is { } line)
        {
            string[] items = line.Split(' ');
            int[] labels = [.. items[0].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).Order()];
            targets.Add(labels, Enumerable.Repeat(1f, labels.Length).ToArray());
            List<(int Column, float Value)> values = [.. items.Skip(1).Where(item => item.Length > 0).Select(Parse).Order()];
            if (appendConstant)
                values.Add((header[1], 1));
            features.Add([.. values.Select(value => value.Column)], [.. values.Select(value => value.Value)]);
        }

        return new TrainingSet(features.Build(), targets.Build());
    }

    private static (int Column, float Value) Parse(string item)
    {
        int colon = item.IndexOf(':', StringComparison.Ordinal);
        return (int.Parse(item.AsSpan(0, colon), CultureInfo.InvariantCulture), float.Parse(item.AsSpan(colon + 1), CultureInfo.InvariantCulture));
    }
}
