namespace MLNetLoss.Tests.Data.Splits;

/// <summary>
/// What Sechidis, Tsoumakas and Vlahavas (2011) measure of folds that should be equal; smaller is better in all of them.
/// </summary>
/// <param name="LabelDistribution">
/// LD: the distance between a label's odds in a fold and in the data, mean over folds and labels. Where a fold has only rows with the label the
/// odds count as 0.
/// </param>
/// <param name="ExamplesDistribution">ED: the distance between a fold's number of rows and its share, mean over folds.</param>
/// <param name="FoldsWithEmptyLabel">FZ: folds that lack a label.</param>
/// <param name="EmptyLabels">FLZ: pairs of a fold and a label that it lacks.</param>
/// <param name="MissingLabels">Of those pairs the ones whose label has a row for every fold.</param>
internal sealed record FoldMeasures(
    double LabelDistribution, double ExamplesDistribution, double FoldsWithEmptyLabel, double EmptyLabels, double MissingLabels)
{
    /// <summary>Measures folds.</summary>
    /// <param name="rows">The labels of each row.</param>
    /// <param name="labels">The number of labels; one that no row has counts as empty everywhere.</param>
    /// <param name="folds">The number of folds.</param>
    /// <param name="foldOf">The fold of each row.</param>
    public static FoldMeasures Of(int[][] rows, int labels, int folds, int[] foldOf)
    {
        var with = new int[labels, folds];
        var sizes = new int[folds];
        for (int row = 0; row < rows.Length; row++)
        {
            sizes[foldOf[row]]++;
            foreach (int label in rows[row])
                with[label, foldOf[row]]++;
        }

        int[] each = [.. Enumerable.Range(0, folds)], all = [.. Enumerable.Range(0, labels)];
        int Total(int label) => each.Sum(fold => with[label, fold]);
        return new(
            all.Average(label => each.Average(fold => Math.Abs(Odds(with[label, fold], sizes[fold]) - Odds(Total(label), rows.Length)))),
            sizes.Average(size => Math.Abs(size - ((double)rows.Length / folds))),
            each.Count(fold => all.Any(label => with[label, fold] == 0)),
            each.Sum(fold => all.Count(label => with[label, fold] == 0)),
            all.Where(label => Total(label) >= folds).Sum(label => each.Count(fold => with[label, fold] == 0)));
    }

    /// <summary>The means of each measure.</summary>
    /// <param name="several">The measures of several splits.</param>
    public static FoldMeasures Mean(IReadOnlyCollection<FoldMeasures> several) => new(
        several.Average(one => one.LabelDistribution), several.Average(one => one.ExamplesDistribution),
        several.Average(one => one.FoldsWithEmptyLabel), several.Average(one => one.EmptyLabels), several.Average(one => one.MissingLabels));

    private static double Odds(int with, int all) => with == all ? 0 : (double)with / (all - with);
}
