using System.Runtime.InteropServices;

namespace MLNetLoss.Solvers;

/// <summary>Which columns of a matrix have values. Of hashed features most have none, or none within a block of rows.</summary>
internal static class PresentColumns
{
    // Passing over all columns costs about as much as finding this fraction of them by a list.
    private const int SmallPart = 4;

    /// <summary>The columns with a value in any row, or a weight in a model to start from.</summary>
    /// <param name="rows">The matrix.</param>
    /// <param name="start">The model; null for none.</param>
    /// <returns>Them, ascending; null if they are more than half of all.</returns>
    public static int[]? OfMatrix(RowMatrix rows, LinearModel? start)
    {
        // More than half of a dense block's cells are values, and so are more than half of the columns.
        foreach (RowBlock block in rows.Blocks)
        {
            if (block.IsDense)
                return null;
        }

        var isPresent = new bool[rows.ColumnCount];
        foreach (RowBlock block in rows.Blocks)
        {
            foreach (int column in block.AllIndices)
                isPresent[column] = true;
        }

        for (int column = 0; start is not null && column < isPresent.Length; column++)
            isPresent[column] |= start.WeightsOf(column).ContainsAnyExcept(0f);
        int count = isPresent.AsSpan().Count(true);
        if (count > rows.ColumnCount / 2)
            return null;
        var columns = new int[count];
        int next = 0;
        for (int column = 0; column < isPresent.Length; column++)
        {
            if (isPresent[column])
                columns[next++] = column;
        }

        return columns;
    }

    /// <summary>For each block of rows the columns with a value, and the one behind all columns, the bias's.</summary>
    /// <param name="rows">The matrix.</param>
    /// <returns>Them, ascending; null for a block that is dense, or has so many that a list would not pay.</returns>
    public static int[]?[] OfBlocks(RowMatrix rows)
    {
        var lists = new int[]?[rows.Blocks.Length];
        var seen = new int[rows.ColumnCount];
        List<int> columns = [];
        for (int i = 0; i < lists.Length; i++)
        {
            columns.Clear();
            foreach (int column in rows.Blocks[i].AllIndices)
            {
                if (seen[column] == i + 1)
                    continue;
                seen[column] = i + 1;
                columns.Add(column);
            }

            if (rows.Blocks[i].IsDense || columns.Count > rows.ColumnCount / SmallPart)
                continue;
            CollectionsMarshal.AsSpan(columns).Sort();
            lists[i] = [.. columns, rows.ColumnCount];
        }

        return lists;
    }
}
