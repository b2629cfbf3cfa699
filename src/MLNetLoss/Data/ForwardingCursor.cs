using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>A cursor that wraps and owns another one, and forwards everything that is not overridden.</summary>
/// <param name="input">The wrapped cursor.</param>
internal abstract class ForwardingCursor(DataViewRowCursor input) : DataViewRowCursor
{
    /// <inheritdoc/>
    public override DataViewSchema Schema => Input.Schema;

    /// <inheritdoc/>
    public override long Position => Input.Position;

    /// <inheritdoc/>
    public override long Batch => Input.Batch;

    /// <summary>The wrapped cursor.</summary>
    protected DataViewRowCursor Input { get; } = input;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => Input.IsColumnActive(column);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Input.GetGetter<TValue>(column);

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => Input.GetIdGetter();

    /// <inheritdoc/>
    public override bool MoveNext() => Input.MoveNext();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Input.Dispose();
        base.Dispose(disposing);
    }
}
