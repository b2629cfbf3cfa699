using Microsoft.ML;

namespace MLNetLoss.Data;

/// <summary>A transformer that predicts each label whose value in one of its columns is greater than the label's threshold.</summary>
internal interface ILabelDecider : ITransformer
{
    /// <summary>The column of values to compare, a vector of L Singles that it appends.</summary>
    string DecisionColumnName { get; }

    /// <summary>L names.</summary>
    IReadOnlyList<string> LabelNames { get; }

    /// <summary>L thresholds.</summary>
    IReadOnlyList<float> Thresholds { get; }

    /// <summary>The same transformer with other thresholds.</summary>
    /// <param name="thresholds">L thresholds, none of them NaN.</param>
    ILabelDecider WithThresholds(IReadOnlyList<float> thresholds);
}
