using System.IO.Compression;
using System.Text.Json;

namespace MLNetLoss.Tests.Losses;

/// <summary>One case of a file of golden vectors; weights are laid out over all elements.</summary>
internal sealed class GoldenCase
{
    private readonly JsonElement _case;

    private GoldenCase(JsonElement element)
    {
        _case = element;
        Name = element.GetProperty("name").GetString()!;
        Operation = element.GetProperty("op").GetString()!;
        int[] shape = [.. element.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
        (Rows, Labels) = (shape[0], shape[1]);
        Input = Floats("input")!;
        Target = Floats("target")!;
        Weight = Weights("weight");
        PosWeight = Weights("pos_weight");
    }

    public string Name { get; }

    public string Operation { get; }

    public int Rows { get; }

    public int Labels { get; }

    public float[] Input { get; }

    public float[] Target { get; }

    /// <summary>As in the file, but one per element where the file has one per row; empty for none.</summary>
    public float[] Weight { get; }

    public float[] PosWeight { get; }

    public static IReadOnlyList<GoldenCase> Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        using GZipStream unpacked = new(file, CompressionMode.Decompress);
        JsonElement root = JsonDocument.Parse(unpacked).RootElement;
        return [.. root.GetProperty("cases").EnumerateArray().Select(element => new GoldenCase(element))];
    }

    public double Number(string name) => _case.GetProperty(name).GetDouble();

    public double[] Doubles(params string[] path) =>
        [.. Find(path).EnumerateArray().Select(value => value.GetDouble())];

    public double Double(params string[] path) => Find(path).GetDouble();

    public override string ToString() => Name;

    private JsonElement Find(string[] path) => path.Aggregate(_case, (element, name) => element.GetProperty(name));

    private float[]? Floats(string name) =>
        _case.TryGetProperty(name, out JsonElement values) && values.ValueKind == JsonValueKind.Array
            ? [.. values.EnumerateArray().Select(value => (float)value.GetDouble())]
            : null;

    private float[] Weights(string name)
    {
        float[] values = Floats(name) ?? [];
        if (values.Length <= 1 || !_case.TryGetProperty(name + "_shape", out JsonElement shape))
            return values;
        int[] sizes = [.. shape.EnumerateArray().Select(size => size.GetInt32())];
        return sizes is [_, 1] ? [.. Enumerable.Range(0, Rows * Labels).Select(i => values[i / Labels])] : values;
    }
}
