namespace MLNetLoss.Sample.Files;

/// <summary>A row of text and its labels: what ML.NET reads through <c>ml.Data.LoadFromEnumerable</c>.</summary>
internal class TextRow
{
    /// <summary>The text.</summary>
    public string Text { get; set; } = "";

    /// <summary>The names of its labels.</summary>
    public string[] Tags { get; set; } = [];
}
