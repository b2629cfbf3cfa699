using System.Runtime.InteropServices;

namespace MLNetLoss.Data.Splits;

/// <summary>The fold of each unit, and how far the folds are from their shares of every item.</summary>
internal sealed class FoldBalance
{
    /// <summary>The fold of a unit that is in none yet.</summary>
    public const int None = -1;

    // A wrong fold size shifts the proportions of all its labels.
    private const double RowWeight = 4;

    // Outweighs any gain in balance: a label that is absent from a fold cannot be evaluated there at all.
    private const double Emptied = 1e9;

    // Second to that: the rows of a label with fewer rows than there are folds should be in different folds.
    private const double Doubled = 1e6;

    private readonly double[] _desired;
    private readonly bool[] _isDue;
    private readonly bool[] _isRare;
    private readonly int[] _counts;
    private readonly List<int>[] _members;
    private readonly int[] _places;

    /// <summary>Creates folds without units.</summary>
    /// <param name="units">The units.</param>
    /// <param name="shares">The folds' shares of the rows, in any scale.</param>
    public FoldBalance(SplitUnits units, ReadOnlySpan<double> shares)
    {
        Units = units;
        FoldCount = shares.Length;
        FoldOf = new int[units.Count];
        Array.Fill(FoldOf, None);
        _places = new int[units.Count];
        _members = [.. Enumerable.Range(0, FoldCount).Select(_ => new List<int>())];
        _counts = new int[(units.ItemCount + 1) * FoldCount];
        _desired = new double[_counts.Length];
        _isDue = new bool[_counts.Length];
        _isRare = new bool[_counts.Length];
        double whole = 0;
        foreach (double share in shares)
            whole += share;
        for (int i = 0; i < _desired.Length; i++)
        {
            _desired[i] = units.Totals[i / FoldCount] * shares[i % FoldCount] / whole;
            _isDue[i] = i / FoldCount == units.ItemCount || (i / FoldCount < units.LabelCount && _desired[i] >= 1);
            _isRare[i] = i / FoldCount < units.LabelCount && !_isDue[i];
            if (IsMissing(i / FoldCount, i % FoldCount))
                Missing.Add(i / FoldCount, i % FoldCount);
        }
    }

    /// <summary>The units.</summary>
    public SplitUnits Units { get; }

    /// <summary>The number of folds.</summary>
    public int FoldCount { get; }

    /// <summary>The fold of each unit.</summary>
    public int[] FoldOf { get; }

    /// <summary>The labels that folds should have and do not, and likewise the rows themselves.</summary>
    public MissingItems Missing { get; } = new();

    /// <summary>The units of a fold, in no particular order; valid until a unit is moved.</summary>
    /// <param name="fold">The fold.</param>
    public ReadOnlySpan<int> Members(int fold) => CollectionsMarshal.AsSpan(_members[fold]);

    /// <summary>How many occurrences of an item a fold still lacks; negative when it has too many.</summary>
    /// <param name="item">The item; <see cref="SplitUnits.ItemCount"/> stands for the rows themselves.</param>
    /// <param name="fold">The fold.</param>
    public double Lack(int item, int fold) => _desired[(item * FoldCount) + fold] - _counts[(item * FoldCount) + fold];

    /// <summary>Whether a fold should have an item, its share being one occurrence or more, and has none.</summary>
    /// <param name="item">A label, or the rows themselves, of which every fold should have one.</param>
    /// <param name="fold">The fold.</param>
    public bool IsMissing(int item, int fold) => _counts[(item * FoldCount) + fold] == 0 && _isDue[(item * FoldCount) + fold];

    /// <summary>
    /// Recomputes the shares of items from the folds' present numbers of rows: what matters is a label's proportion, so a fold with one row more
    /// should also get the odd row with the label.
    /// </summary>
    public void ShareByRows()
    {
        int rows = Units.ItemCount * FoldCount;
        for (int i = 0; i < rows; i++)
            _desired[i] = (double)Units.Totals[i / FoldCount] * _counts[rows + (i % FoldCount)] / Units.Totals[Units.ItemCount];
    }

    /// <summary>Puts a unit into a fold.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="fold">The fold; <see cref="None"/> takes it out.</param>
    public void Put(int unit, int fold)
    {
        int from = FoldOf[unit];
        if (from != None)
        {
            List<int> members = _members[from];
            int last = members[^1];
            members[_places[unit]] = last;
            _places[last] = _places[unit];
            members.RemoveAt(members.Count - 1);
            Count(unit, from, -1);
        }

        FoldOf[unit] = fold;
        if (fold != None)
        {
            _places[unit] = _members[fold].Count;
            _members[fold].Add(unit);
            Count(unit, fold, 1);
        }
    }

    /// <summary>By how much half the sum of squared deviations from the shares decreases when a unit moves.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="to">The fold it moves to.</param>
    public double Gain(int unit, int to) => ItemGain(unit, to) + RowGain(unit, to);

    /// <summary>The part of that decrease due to the number of rows.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="to">The fold it moves to.</param>
    public double RowGain(int unit, int to) => Gain(Units.ItemCount, FoldOf[unit], to, Units.Rows(unit));

    /// <summary>The part due to items, as when a unit of the same size moves the other way.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="to">The fold it moves to.</param>
    public double ItemGain(int unit, int to)
    {
        int from = FoldOf[unit];
        ReadOnlySpan<int> items = Units.Items(unit), times = Units.Times(unit);
        double gain = 0;
        for (int i = 0; i < items.Length; i++)
            gain += Gain(items[i], from, to, times[i]);
        return gain;
    }

    /// <summary>The decrease when two units of different folds change places.</summary>
    /// <param name="unit">One unit.</param>
    /// <param name="other">The other unit.</param>
    public double SwapGain(int unit, int other)
    {
        int from = FoldOf[unit], to = FoldOf[other];
        ReadOnlySpan<int> items = Units.Items(unit), times = Units.Times(unit);
        ReadOnlySpan<int> otherItems = Units.Items(other), otherTimes = Units.Times(other);
        double gain = Gain(Units.ItemCount, from, to, Units.Rows(unit) - Units.Rows(other));
        int i = 0, j = 0;
        while (i < items.Length || j < otherItems.Length)
        {
            int item = i < items.Length ? items[i] : int.MaxValue;
            int otherItem = j < otherItems.Length ? otherItems[j] : int.MaxValue;
            int moved = 0;
            if (item <= otherItem)
                moved += times[i++];
            if (otherItem <= item)
                moved -= otherTimes[j++];
            gain += Gain(Math.Min(item, otherItem), from, to, moved);
        }

        return gain;
    }

    private double Gain(int item, int from, int to, int moved)
    {
        if (moved == 0)
            return 0;
        if (moved < 0)
            (from, to, moved) = (to, from, -moved);
        int source = (item * FoldCount) + from, target = (item * FoldCount) + to;
        double weight = item == Units.ItemCount ? RowWeight : 1;
        double gain = weight * moved * (Lack(item, to) - Lack(item, from) - moved);
        if (_isDue[target] && _counts[target] == 0)
            gain += Emptied;
        if (_isDue[source] && _counts[source] == moved)
            gain -= Emptied;
        if (_isRare[target])
            gain -= Doubled * (Excess(_counts[target] + moved) - Excess(_counts[target]));
        if (_isRare[source])
            gain += Doubled * (Excess(_counts[source]) - Excess(_counts[source] - moved));
        return gain;

        static int Excess(int count) => Math.Max(0, count - 1);
    }

    private void Count(int unit, int fold, int sign)
    {
        ReadOnlySpan<int> items = Units.Items(unit), times = Units.Times(unit);
        for (int i = 0; i < items.Length; i++)
            Count(items[i], fold, sign, times[i]);
        Count(Units.ItemCount, fold, sign, Units.Rows(unit));
    }

    private void Count(int item, int fold, int sign, int times)
    {
        bool wasMissing = IsMissing(item, fold);
        _counts[(item * FoldCount) + fold] += sign * times;
        bool isMissing = IsMissing(item, fold);
        if (wasMissing && !isMissing)
            Missing.Remove(item, fold);
        else if (isMissing && !wasMissing)
            Missing.Add(item, fold);
    }
}
