using Microsoft.ML;

namespace MLNetLoss.Data;

/// <summary>A cursor with appended columns.</summary>
/// <param name="input">The input cursor.</param>
/// <param name="getters">The getters of the output columns.</param>
internal sealed class MappedCursor(DataViewRowCursor input, MappedGetters getters) : ForwardingCursor(input)
{
    /// <inheritdoc/>
    public override DataViewSchema Schema => getters.Schema;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => getters.IsActive(column);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => getters.Get<TValue>(column);
}
