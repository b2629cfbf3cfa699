using System.Buffers;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>Writes data as multi-label text with a header; reading it gives exactly the same numbers.</summary>
internal sealed class MultiLabelTextWriter
{
    private const int FlushAt = 1 << 16;
    private readonly ArrayBufferWriter<byte> _text = new(2 * FlushAt);
    private readonly Stream _stream;
    private readonly LabelColumn _labels;
    private readonly FeatureColumn _features;

    /// <summary>Makes a writer.</summary>
    /// <param name="stream">The destination; left open.</param>
    /// <param name="labels">The labels, each 0 or 1.</param>
    /// <param name="features">The features, finite; zeros are not written.</param>
    public MultiLabelTextWriter(Stream stream, LabelColumn labels, FeatureColumn features)
    {
        _stream = stream;
        _labels = labels;
        _features = features;
    }

    /// <summary>Writes the header and all rows.</summary>
    /// <param name="data">The rows; read twice if their number is not known.</param>
    /// <exception cref="InvalidDataException">There are no rows, or one holds what the format cannot represent.</exception>
    public void Write(IDataView data)
    {
        long rows = data.GetRowCount() ?? Count(data);
        if (rows == 0)
            throw new InvalidDataException("There are no rows to write; a multi-label text file has at least one.");
        Append(rows, (byte)' ');
        Append(_features.Count, (byte)' ');
        Append(_labels.Count, (byte)'\n');
        using DataViewRowCursor cursor = data.GetRowCursor([_labels.Column, _features.Column]);
        ValueGetter<VBuffer<float>> getLabels = _labels.CreateGetter(cursor);
        ValueGetter<VBuffer<float>> getFeatures = SizedVectors.CreateGetter<float>(cursor, _features.Column, FeatureColumn.Role);
        VBuffer<float> labels = default;
        VBuffer<float> features = default;
        long written = 0;
        for (; cursor.MoveNext(); written++)
        {
            getLabels(ref labels);
            getFeatures(ref features);
            int start = _text.WrittenCount;
            AppendLabels(in labels, cursor.Position);
            AppendFeatures(in features, cursor.Position);
            // An empty line would not be a row.
            _text.Write(_text.WrittenCount == start ? " \n"u8 : "\n"u8);
            if (_text.WrittenCount >= FlushAt)
                Flush();
        }

        if (written != rows)
            throw new InvalidDataException($"The data said that they have {rows} rows, but gave {written}.");
        Flush();
    }

    private static long Count(IDataView data)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([]);
        long rows = 0;
        while (cursor.MoveNext())
            rows++;
        return rows;
    }

    private void AppendLabels(in VBuffer<float> labels, long row)
    {
        bool any = false;
        ReadOnlySpan<float> values = labels.GetValues();
        for (int i = 0; i < values.Length; i++)
        {
            int label = labels.IsDense ? i : labels.GetIndices()[i];
            if (values[i] is not (0 or 1))
                throw Unwritable("Label", _labels.Column, label, row, values[i], "0 or 1");
            if (values[i] == 0)
                continue;
            if (any)
                _text.Write(","u8);
            Append(label);
            any = true;
        }
    }

    private void AppendFeatures(in VBuffer<float> features, long row)
    {
        ReadOnlySpan<float> values = features.GetValues();
        for (int i = 0; i < values.Length; i++)
        {
            int feature = features.IsDense ? i : features.GetIndices()[i];
            if (!float.IsFinite(values[i]))
                throw Unwritable("Feature", _features.Column, feature, row, values[i], "a finite number");
            if (values[i] == 0)
                continue;
            _text.Write(" "u8);
            Append(feature, (byte)':');
            Append(values[i]);
        }
    }

    private static InvalidDataException Unwritable(
        string role, DataViewSchema.Column column, int slot, long row, float value, string expected) => new(FormattableString.Invariant(
        $"{role} column '{column.Name}' holds {value} in slot {slot} of row {row}; the text format can hold {expected}."));

    private void Append<T>(T number, byte end)
        where T : IUtf8SpanFormattable
    {
        Append(number);
        _text.Write([end]);
    }

    private void Append<T>(T number)
        where T : IUtf8SpanFormattable
    {
        number.TryFormat(_text.GetSpan(32), out int written, default, CultureInfo.InvariantCulture);
        _text.Advance(written);
    }

    private void Flush()
    {
        _stream.Write(_text.WrittenSpan);
        _text.ResetWrittenCount();
    }
}
