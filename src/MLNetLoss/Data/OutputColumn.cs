using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>A column that a <see cref="RowMapping"/> appends.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Annotations">Its annotations; null for none.</param>
/// <param name="Inputs">The input columns it is computed from.</param>
internal sealed record OutputColumn(
    string Name, DataViewType Type, DataViewSchema.Annotations? Annotations, IReadOnlyList<DataViewSchema.Column> Inputs);
