using System.Globalization;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;

namespace MLNetLoss.Tests.Data;

/// <summary>
/// Thousands of damaged files: each is either read as <see cref="MultiLabelTextReference"/> reads it or refused with the documented
/// exception where that refuses it, and takes no more memory than its length explains. The variable MLNETLOSS_MUTATIONS sets how many
/// files; the seed is fixed.
/// </summary>
[TestClass]
public class MultiLabelTextMutationTests
{
    private static readonly string[] s_corpus =
    [
        "3 4 3\n0,2 0:0.5 3:-2\n 1:1\n1\n",
        "2 100 10\r\n0,9 99:1e-5 0:+3.25E2\r\n \r\n",
        "1,3 1:0.5 4:-2\n 2:1\n2\n",
        "5,1,3 7:0.333333343 6:16777217 5:1e-45\n\n\n1 1:.5 2:5.\n4",
        "\u00EF\u00BB\u00BF1 3 2\n0 0:1 1:1 2:1\n",
        "4 3 2\n0,1 2:1 1:2 0:3\n\t0:0\n \t 1:-0\n1\t2:00007\n",
    ];

    private static readonly string[] s_pieces =
    [
        "\n", "\r", "\r\n", " ", "\t", ",", ":", "-", "+", ".", "e", "0", "1", "9", "nan", "inf", "1e39", "1e-50", "2147483648", "4294967296",
        "99999999999999999999", "1000000000", "1048577", "0:1", " 1:1", "3 4 3\n", "\0", "\u00FF", "\u00EF\u00BB\u00BF", "#",
    ];

    [TestMethod]
    public void Damaged_files_are_read_right_or_refused_right()
    {
        int files = int.Parse(Environment.GetEnvironmentVariable("MLNETLOSS_MUTATIONS") ?? "2000", CultureInfo.InvariantCulture);
        var random = new Random(20240229);
        DataOperationsCatalog catalog = new MLContext().Data;
        using var file = new TemporaryFile("");
        int refused = 0;
        for (int i = 0; i < files; i++)
        {
            string text = Mutate(random);
            byte[] bytes = Encoding.Latin1.GetBytes(random.Next(50) == 0 ? AcrossTheWindow(text, random) : text);
            int? labels = random.Next(3) == 0 ? random.Next(1, 12) : null;
            int? features = random.Next(3) == 0 ? random.Next(1, 12) : null;
            bool zeroBased = random.Next(2) == 0;
            File.WriteAllBytes(file.Path, bytes);
            string[]? expected = MultiLabelTextReference.Parse(bytes, labels, features, zeroBased);
            string context = $"file {i}: '{text}', {bytes.Length} bytes, labels {labels}, features {features}, from zero {zeroBased}";
            string[]? actual = null;
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                IDataView data = catalog.LoadFromMultiLabelTextFile(
                    file.Path, numberOfLabels: labels, numberOfFeatures: features, zeroBasedLabels: zeroBased);
                PassOver(data);
                Assert.IsLessThan(100_000 + (40 * bytes.Length), GC.GetAllocatedBytesForCurrentThread() - before, context);
                actual = MultiLabelTextRows.Read(data);
            }
            catch (MultiLabelTextFormatException)
            {
                refused++;
            }
            catch (ArgumentException e) when (e.ParamName is "numberOfLabels" or "numberOfFeatures" && e.Message.Contains("header", StringComparison.Ordinal))
            {
                // The sizes given contradict the header: the caller's fault, not the file's.
                continue;
            }

            Assert.AreEqual(expected is null, actual is null, context);
            if (expected is not null)
                CollectionAssert.AreEqual(expected, actual, context);
        }

        // Neither all nor none: the mutations reach both sides.
        Assert.IsInRange(files / 10, files * 95 / 100, refused);
    }

    private static string Mutate(Random random)
    {
        var text = new StringBuilder(s_corpus[random.Next(s_corpus.Length)]);
        for (int changes = random.Next(4); changes > 0 && text.Length > 0; changes--)
        {
            int at = random.Next(text.Length);
            int length = Math.Min(random.Next(1, 8), text.Length - at);
            switch (random.Next(6))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, s_pieces[random.Next(s_pieces.Length)]);
                    break;
                case 2:
                    text.Remove(at, length).Insert(at, s_pieces[random.Next(s_pieces.Length)]);
                    break;
                case 3:
                    text.Insert(random.Next(text.Length), text.ToString(at, length));
                    break;
                case 4:
                    text[at] = (char)random.Next(256);
                    break;
                default:
                    text.Length = at;
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>Pushes what follows the first line over the end of the reader's window of 65535 bytes, by lines with nothing on them.</summary>
    private static string AcrossTheWindow(string text, Random random) =>
        text.Insert(text.IndexOf('\n', StringComparison.Ordinal) + 1, new string('\n', 65535 - random.Next(text.Length + 2)));

    private static void PassOver(IDataView data)
    {
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        ValueGetter<VBuffer<float>> getLabels = cursor.GetGetter<VBuffer<float>>(data.Schema["Label"]);
        ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]);
        VBuffer<float> value = default;
        while (cursor.MoveNext())
        {
            getLabels(ref value);
            getFeatures(ref value);
        }
    }
}
