using System.Collections;
using System.Reflection;
using Microsoft.ML.SearchSpace.Option;

namespace Microsoft.ML.SearchSpace;

public class SearchSpace : OptionBase, IDictionary<string, OptionBase>
{
    private readonly Dictionary<string, OptionBase> _options = [];
    private readonly Parameter _defaults;

    public SearchSpace()
    {
    }

    protected SearchSpace(Type typeInfo, Parameter defaultOption = null)
    {
        _defaults = defaultOption;
        foreach (PropertyInfo property in typeInfo.GetProperties())
        {
            if (OptionOf(property) is { } option)
                _options.Add(property.Name, option);
        }
    }

    public override double[] Default => [.. InOrder.SelectMany(member => member.Value.Default)];

    public override int FeatureSpaceDim => _options.Values.Sum(option => option.FeatureSpaceDim);

    public override int?[] Step => [.. InOrder.SelectMany(member => member.Value.Step)];

    public ICollection<string> Keys => _options.Keys;

    public ICollection<OptionBase> Values => _options.Values;

    public int Count => _options.Count;

    public bool IsReadOnly => false;

    // The order of features is that of names, not that of insertion.
    private IEnumerable<KeyValuePair<string, OptionBase>> InOrder => _options.OrderBy(member => member.Key);

    public OptionBase this[string key]
    {
        get => _options[key];
        set => _options[key] = value;
    }

    public override Parameter SampleFromFeatureSpace(double[] feature)
    {
        var result = Parameter.CreateNestedParameter();
        if (_defaults is not null)
        {
            foreach (string name in _defaults.Keys)
                result[name] = _defaults[name];
        }

        int at = 0;
        foreach ((string name, OptionBase option) in InOrder)
        {
            result[name] = option.SampleFromFeatureSpace(feature[at..(at += option.FeatureSpaceDim)]);
        }

        return result;
    }

    public override double[] MappingToFeatureSpace(Parameter parameter) =>
        [.. InOrder.SelectMany(member => member.Value.MappingToFeatureSpace(parameter[member.Key]))];

    public void Add(string key, OptionBase value) => _options.Add(key, value);

    public void Add(KeyValuePair<string, OptionBase> item) => _options.Add(item.Key, item.Value);

    public bool ContainsKey(string key) => _options.ContainsKey(key);

    public bool Remove(string key) => _options.Remove(key);

    public bool TryGetValue(string key, out OptionBase value) => _options.TryGetValue(key, out value);

    public void Clear() => _options.Clear();

    public bool Contains(KeyValuePair<string, OptionBase> item) => _options.Contains(item);

    public void CopyTo(KeyValuePair<string, OptionBase>[] array, int arrayIndex) =>
        ((IDictionary<string, OptionBase>)_options).CopyTo(array, arrayIndex);

    public bool Remove(KeyValuePair<string, OptionBase> item) => ((IDictionary<string, OptionBase>)_options).Remove(item);

    public IEnumerator<KeyValuePair<string, OptionBase>> GetEnumerator() => _options.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _options.GetEnumerator();

    private static OptionBase OptionOf(PropertyInfo property)
    {
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            return range.Min is int
                ? new UniformIntOption((int)range.Min, (int)range.Max, range.LogBase, (int?)range.Init)
                : new UniformDoubleOption((double)range.Min, (double)range.Max, range.LogBase, (double?)range.Init);
        }

        if (property.GetCustomAttribute<ChoiceAttribute>() is { } choice)
            return new ChoiceOption(choice.Candidates, choice.DefaultValue);
        return property.GetCustomAttribute<BooleanChoiceAttribute>() is { } answer
            ? new ChoiceOption([true, false], answer.DefaultValue)
            : null;
    }
}

public sealed class SearchSpace<T> : SearchSpace
    where T : class, new()
{
    public SearchSpace()
        : base(typeof(T))
    {
    }

    public SearchSpace(T defaultOption)
        : base(typeof(T), Parameter.FromObject(defaultOption))
    {
    }

    public new T SampleFromFeatureSpace(double[] feature) => base.SampleFromFeatureSpace(feature).AsType<T>();

    public double[] MappingToFeatureSpace(T input) => MappingToFeatureSpace(Parameter.FromObject(input));
}
