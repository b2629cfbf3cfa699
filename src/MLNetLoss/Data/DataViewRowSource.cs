using Microsoft.ML;
using MLNetLoss.Solvers;

namespace MLNetLoss.Data;

/// <summary>The rows of a data view as solvers read them: each pass starts over, and nothing is kept.</summary>
/// <param name="data">The data.</param>
/// <param name="columns">Its columns.</param>
internal sealed class DataViewRowSource(IDataView data, TrainingColumns columns) : RowSource
{
    /// <inheritdoc/>
    public override int FeatureCount => columns.Features.Count;

    /// <inheritdoc/>
    public override int LabelCount => columns.Label.Count;

    /// <inheritdoc/>
    public override bool HasCellWeights => columns.CellWeights is not null;

    /// <inheritdoc/>
    public override RowReader Open() => new DataViewRowReader(data.GetRowCursor(columns.All), columns);
}
