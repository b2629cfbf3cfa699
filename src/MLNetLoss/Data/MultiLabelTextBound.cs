namespace MLNetLoss.Data;

/// <summary>The feature or label indices a file may use, and what sets the bound.</summary>
/// <param name="Role">"feature" or "label", for messages.</param>
/// <param name="First">The index in the file of the first slot: 0 or 1.</param>
/// <param name="Count">Number of slots.</param>
/// <param name="Origin">The origin of the number, for messages.</param>
internal sealed record MultiLabelTextBound(string Role, int First, int Count, string Origin)
{
    /// <summary>
    /// A number of slots that every file may claim. Beyond it a file must have at least one byte for each slot it claims, since a slot
    /// that is used takes several, so that a few hostile bytes cannot cause gigabytes to be allocated.
    /// </summary>
    private const int AlwaysBelieved = 1 << 20;

    /// <summary>The most slots that a file of a given length may claim, unless the caller states the number.</summary>
    /// <param name="fileLength">The file's bytes.</param>
    public static int Believable(long fileLength) => (int)Math.Clamp(fileLength, AlwaysBelieved, Array.MaxLength);

    /// <summary>Describes the fault of an index outside the bound.</summary>
    /// <param name="index">The index as written in the file; <see cref="long.MaxValue"/> if it does not fit in 32 bits.</param>
    /// <param name="written">The item as written.</param>
    public string Fault(long index, string written)
    {
        if (index >= 0 && index < First)
        {
            string hint = Role == "label" ? "; pass zeroBasedLabels: true when the file's labels count from 0" : "";
            return $"{Role} index 0 in '{written}'; in a file without a header indices count from 1{hint}.";
        }

        return $"the {Role} index of '{written}' is beyond {First + (long)Count - 1}, the last of {Origin}.";
    }
}
