namespace MLNetLoss.Tests.Docs;

public sealed class Ticket
{
    public string Text { get; set; } = "";
}

public sealed class TicketTags
{
    public string[] PredictedTags { get; set; } = [];

    public float[] Probability { get; set; } = [];
}
