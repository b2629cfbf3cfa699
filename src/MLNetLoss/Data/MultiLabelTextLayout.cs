namespace MLNetLoss.Data;

/// <summary>What is known about a multi-label text file before its rows are read.</summary>
/// <param name="Path">The file.</param>
/// <param name="DataOffset">The offset of the first line after the header.</param>
/// <param name="FirstLine">The number of that line.</param>
/// <param name="HasHeader">Whether the file has a header.</param>
/// <param name="RowCount">Number of rows, if known.</param>
/// <param name="Labels">The label indices it may use.</param>
/// <param name="Features">The feature indices it may use.</param>
internal sealed record MultiLabelTextLayout(
    string Path, long DataOffset, long FirstLine, bool HasHeader, long? RowCount, MultiLabelTextBound Labels, MultiLabelTextBound Features)
{
    /// <summary>Opens a file and takes its sizes from its header, from the caller, or else from a pass over it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="numberOfLabels">The number of labels, if known to the caller.</param>
    /// <param name="numberOfFeatures">The number of features, if known to the caller.</param>
    /// <param name="zeroBasedLabels">Whether labels count from 0 in a file without a header.</param>
    public static MultiLabelTextLayout Open(string path, int? numberOfLabels, int? numberOfFeatures, bool zeroBasedLabels)
    {
        using var buffer = new MultiLabelTextBuffer(path, 0, 1);
        MultiLabelTextHeader.SkipByteOrderMark(buffer);
        long start = buffer.Offset;
        if (start == buffer.Length)
            throw buffer.Fault(buffer.Position, "the file is empty.");
        if (buffer.Bytes.AsSpan(0, buffer.End).StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
            throw buffer.Fault(buffer.Position, "the file is compressed with gzip; decompress it first.");
        if (MultiLabelTextHeader.Read(buffer) is { } header)
        {
            MultiLabelTextBound labels = MultiLabelTextHeader.Bound(buffer, "label", header.Labels, numberOfLabels, nameof(numberOfLabels));
            MultiLabelTextBound features = MultiLabelTextHeader.Bound(buffer, "feature", header.Features, numberOfFeatures, nameof(numberOfFeatures));
            long rows = header.CheckRows(buffer);
            buffer.EndLine();
            return new(path, buffer.Offset, buffer.Line, true, rows, labels, features);
        }

        int most = MultiLabelTextBound.Believable(buffer.Length);
        MultiLabelTextBound Assume(string role, int first, int? given, string parameter) => given is { } count
            ? new(role, first, count, $"the {count} {role}s of {parameter}")
            : new(role, first, most, $"the {most} {role}s that a file of this length is believed to have; {parameter} allows more");
        var layout = new MultiLabelTextLayout(path, start, 1, false, null,
            Assume("label", zeroBasedLabels ? 0 : 1, numberOfLabels, nameof(numberOfLabels)),
            Assume("feature", 1, numberOfFeatures, nameof(numberOfFeatures)));
        return numberOfLabels is null || numberOfFeatures is null ? layout.Scan(numberOfLabels, numberOfFeatures) : layout;
    }

    /// <summary>Reads the whole file once to find the sizes that are not given.</summary>
    private MultiLabelTextLayout Scan(int? numberOfLabels, int? numberOfFeatures)
    {
        using var reader = new MultiLabelTextReader(this);
        int labels = 0;
        int features = 0;
        while (reader.Read())
        {
            labels = Math.Max(labels, Size(reader.Labels.Indices));
            features = Math.Max(features, Size(reader.Features.Indices));
        }

        return this with
        {
            RowCount = reader.RowCount,
            Labels = numberOfLabels is null ? Found(Labels, labels, nameof(numberOfLabels)) : Labels,
            Features = numberOfFeatures is null ? Found(Features, features, nameof(numberOfFeatures)) : Features,
        };
    }

    private static int Size(ReadOnlySpan<int> ascending) => ascending.IsEmpty ? 0 : ascending[^1] + 1;

    private MultiLabelTextBound Found(MultiLabelTextBound bound, int count, string parameter) => count > 0
        ? bound with { Count = count, Origin = $"the {count} {bound.Role}s found when the file was opened" }
        : throw new MultiLabelTextFormatException(Path, FirstLine, 1, $"no row names a {bound.Role}; {parameter} can state their number.");
}
