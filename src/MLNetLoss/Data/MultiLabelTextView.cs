using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>A multi-label text file as a data view. Rows are parsed as a cursor moves, so memory does not depend on their number.</summary>
internal sealed class MultiLabelTextView : IDataView
{
    private readonly MultiLabelTextLayout _layout;

    /// <summary>Makes a view of a file.</summary>
    /// <param name="layout">The file and its sizes.</param>
    /// <param name="labelColumnName">Name of the column of labels.</param>
    /// <param name="featureColumnName">Name of the column of features.</param>
    public MultiLabelTextView(MultiLabelTextLayout layout, string labelColumnName, string featureColumnName)
    {
        _layout = layout;
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(labelColumnName, new VectorDataViewType(NumberDataViewType.Single, layout.Labels.Count));
        builder.AddColumn(featureColumnName, new VectorDataViewType(NumberDataViewType.Single, layout.Features.Count));
        Schema = builder.ToSchema();
    }

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <summary>False: a file is read from beginning to end.</summary>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public long? GetRowCount() => _layout.RowCount;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new MultiLabelTextCursor(_layout, Schema, columnsNeeded);

    /// <summary>One cursor: the file is a single stream, and parsing it is faster than any later step.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
