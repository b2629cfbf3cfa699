using System.Globalization;
using System.Text;

namespace MLNetLoss.Tests.Sample;

/// <summary>Small data that can be learnt: label k is there when feature (or word) k is.</summary>
internal static class SampleData
{
    private static readonly string[] s_words = ["open a file", "parse the number", "index of an element"];
    private static readonly string[] s_tags = ["IO", "Format", "Range"];

    /// <summary>A file in the multi-label text format, with header: 4 features, 3 labels.</summary>
    public static string TextFormat(int rows, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder($"{rows} 4 3\n");
        for (int i = 0; i < rows; i++)
        {
            int[] labels = Labels(random);
            string features = string.Concat(labels.Select(label => $" {label}:1"));
            text.Append(CultureInfo.InvariantCulture, $"{string.Join(',', labels)}{features} 3:{random.NextSingle()}\n");
        }
        return text.ToString();
    }

    /// <summary>A table with the columns Id, Text and Tags.</summary>
    public static string Csv(int rows, int seed, char separator = ';', char delimiter = ',')
    {
        var random = new Random(seed);
        var text = new StringBuilder($"Id{delimiter}Text{delimiter}Tags\n");
        for (int i = 0; i < rows; i++)
        {
            int[] labels = Labels(random);
            text.Append(CultureInfo.InvariantCulture, $"{i}{delimiter}{string.Join(" and ", labels.Select(label => s_words[label]))}{delimiter}")
                .Append(string.Join(separator, labels.Select(label => s_tags[label]))).Append('\n');
        }
        return text.ToString();
    }

    private static int[] Labels(Random random)
    {
        int mask = random.Next(1, 8);
        return [.. Enumerable.Range(0, 3).Where(label => (mask >> label & 1) != 0)];
    }
}
