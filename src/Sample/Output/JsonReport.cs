using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MLNetLoss.Metrics;
using MLNetLoss.Sample.Learning;

namespace MLNetLoss.Sample.Output;

/// <summary>One JSON object, with snake-case keys in the order they were added.</summary>
internal sealed class JsonReport
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject _object = [];

    /// <summary>Adds a value.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value; NaN and infinities, which JSON cannot express, become null.</param>
    public JsonReport Add(string key, double? value)
    {
        _object.Add(key, value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null);
        return this;
    }

    /// <summary>Adds a value.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value.</param>
    public JsonReport Add(string key, long value)
    {
        _object.Add(key, JsonValue.Create(value));
        return this;
    }

    /// <summary>Adds a value.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value.</param>
    public JsonReport Add(string key, bool? value)
    {
        _object.Add(key, JsonValue.Create(value));
        return this;
    }

    /// <summary>Adds a value.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value.</param>
    public JsonReport Add(string key, string value)
    {
        _object.Add(key, JsonValue.Create(value));
        return this;
    }

    /// <summary>Adds an object.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The object.</param>
    public JsonReport Add(string key, JsonReport value)
    {
        _object.Add(key, value._object);
        return this;
    }

    /// <summary>Adds a list of objects.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="values">The objects.</param>
    public JsonReport Add(string key, IEnumerable<JsonReport> values)
    {
        _object.Add(key, new JsonArray([.. values.Select(value => value._object)]));
        return this;
    }

    /// <summary>Adds every measure that is a single number, by its key.</summary>
    /// <param name="metrics">The measures.</param>
    public JsonReport Add(MultiLabelClassificationMetrics metrics)
    {
        foreach (MeasureValue value in metrics.Values)
            Add(value.Key, value.Value);
        return this;
    }

    /// <summary>Adds how training went.</summary>
    /// <param name="result">The result.</param>
    public JsonReport Add(TrainingResult result) => Add("objective", result.Objective)
        .Add("train_seconds", result.Seconds)
        .Add("iterations", (long)result.Iterations)
        .Add("converged", result.Converged);

    /// <summary>Writes the object.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(TextWriter writer) => writer.WriteLine(_object.ToJsonString(s_options));
}
