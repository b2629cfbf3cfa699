using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Sample.Files;

namespace MLNetLoss.Sample.Learning;

/// <summary>Makes data that can be evaluated of another system's output: a file of scores and a file of targets.</summary>
internal static class ScoredData
{
    /// <summary>Reads both files.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="scoresPath">One row a line, one score a label.</param>
    /// <param name="targetsPath">The same rows and labels: 0, 1 or between, and NaN or nothing where the target is not known.</param>
    /// <param name="areLogits">Whether the scores are logits; otherwise they are probabilities.</param>
    /// <param name="threshold">A label is predicted when its score is greater.</param>
    /// <param name="delimiter">The character between two columns; null for that of each file's ending.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <returns>Columns Label, Score, Probability and PredictedLabel.</returns>
    /// <exception cref="InputException">A file is missing or malformed, their sizes or headers differ, or no target is known.</exception>
    public static IDataView Read(
        MLContext ml, string scoresPath, string targetsPath, bool areLogits, float threshold, char? delimiter,
        CancellationToken cancellationToken)
    {
        NumberTable scores = areLogits
            ? NumberTable.Read(scoresPath, score => !float.IsNaN(score), "a logit, which is any number", delimiter, cancellationToken)
            : NumberTable.Read(scoresPath, score => score is >= 0 and <= 1, "a probability from 0 to 1", delimiter, cancellationToken);
        NumberTable targets = NumberTable.Read(
            targetsPath, target => float.IsNaN(target) || target is >= 0 and <= 1, "a target from 0 to 1, or NaN", delimiter, cancellationToken);
        CheckSameShape(scoresPath, scores, targetsPath, targets);
        if (targets.Rows.All(row => Array.TrueForAll(row, float.IsNaN)))
            throw new InputException($"{targetsPath}: every target is missing; there is nothing to evaluate");

        var rows = new List<LabelledPrediction>(scores.Rows.Count);
        for (int i = 0; i < scores.Rows.Count; i++)
        {
            float[] score = scores.Rows[i];
            rows.Add(new LabelledPrediction
            {
                Label = targets.Rows[i],
                Score = score,
                Probability = areLogits ? Array.ConvertAll(score, Sigmoid) : score,
                PredictedLabel = Array.ConvertAll(score, value => value > threshold),
            });
        }
        return ml.Data.LoadFromEnumerable(rows, SchemaOf(scores.LabelCount, scores.Names ?? targets.Names));
    }

    private static void CheckSameShape(string scoresPath, NumberTable scores, string targetsPath, NumberTable targets)
    {
        if (scores.LabelCount != targets.LabelCount)
            throw new InputException($"{scoresPath} has {scores.LabelCount} columns, {targetsPath} has {targets.LabelCount}");
        if (scores.Rows.Count != targets.Rows.Count)
            throw new InputException($"{scoresPath} has {scores.Rows.Count} rows, {targetsPath} has {targets.Rows.Count}");
        if (scores.Names is null || targets.Names is null)
            return;
        for (int i = 0; i < scores.Names.Length; i++)
        {
            if (scores.Names[i].Trim() != targets.Names[i].Trim())
            {
                throw new InputException(
                    $"column {i + 1} is '{scores.Names[i]}' in {scoresPath} and '{targets.Names[i]}' in {targetsPath}");
            }
        }
    }

    // ML.NET needs vectors of a known size, and takes the labels' names as slot names.
    private static SchemaDefinition SchemaOf(int labelCount, string[]? names)
    {
        var schema = SchemaDefinition.Create(typeof(LabelledPrediction));
        foreach (SchemaDefinition.Column column in schema)
        {
            column.ColumnType = new VectorDataViewType(
                column.ColumnName == nameof(LabelledPrediction.PredictedLabel) ? BooleanDataViewType.Instance : NumberDataViewType.Single, labelCount);
            if (names is null)
                continue;
            var slotNames = new VBuffer<ReadOnlyMemory<char>>(labelCount, Array.ConvertAll(names, name => name.Trim().AsMemory()));
            column.AddAnnotation("SlotNames", slotNames, new VectorDataViewType(TextDataViewType.Instance, labelCount));
        }
        return schema;
    }

    private static float Sigmoid(float x) => (float)(1 / (1 + Math.Exp(-x)));
}
