namespace MLNetLoss.Metrics;

/// <summary>The sums over rows from which measures are computed.</summary>
internal interface IMetricSums
{
    /// <summary>The definitions.</summary>
    MultiLabelMetricOptions Options { get; }

    /// <summary>L, the number of labels.</summary>
    int LabelCount { get; }

    /// <summary>What measures can be computed from.</summary>
    MeasureParts Parts { get; }

    /// <summary>L names, or none.</summary>
    IReadOnlyList<string> LabelNames { get; }

    /// <summary>Rows that count.</summary>
    long CountedRows { get; }

    /// <summary>Number of distinct label sets; null when not counted.</summary>
    int? DistinctLabelSets { get; }

    /// <summary>Whether cross-entropies are computed from the scores.</summary>
    bool CrossEntropyFromLogits { get; }

    /// <summary>The mean of one of the rows' values.</summary>
    /// <param name="slot">See <see cref="RowSlots"/>.</param>
    double RowMean(int slot);

    /// <summary>The counts of a label.</summary>
    /// <param name="label">The label.</param>
    ConfusionCounts Counts(int label);

    /// <summary>The summed cross-entropy of a label.</summary>
    /// <param name="label">The label.</param>
    double CrossEntropy(int label);

    /// <summary>The summed squared error of a label's probabilities.</summary>
    /// <param name="label">The label.</param>
    double Squares(int label);

    /// <summary>The bins of probability of a label; of all cells for null.</summary>
    /// <param name="label">The label.</param>
    ReliabilityBin[] Bins(int? label);

    /// <summary>Walks thresholds downwards.</summary>
    /// <param name="label">The label; null for all cells, as if there were one label.</param>
    /// <param name="visitor">Sees each threshold.</param>
    void Visit<TVisitor>(int? label, ref TVisitor visitor)
        where TVisitor : struct, IThresholdVisitor;
}
