using System.Collections;
using System.Globalization;

namespace Microsoft.ML.SearchSpace;

public enum ParameterType
{
    Integer = 0,
    Number = 1,
    Bool = 2,
    String = 3,
    Object = 4,
    Array = 5,
}

public sealed class Parameter : IDictionary<string, Parameter>, IEquatable<Parameter>
{
    private readonly object _value;

    private Parameter(object value, ParameterType type)
    {
        _value = value;
        ParameterType = type;
    }

    public ParameterType ParameterType { get; }

    public int Count => ParameterType == ParameterType.Object ? Members.Count : 1;

    public bool IsReadOnly => false;

    public ICollection<string> Keys => Members.Keys;

    ICollection<Parameter> IDictionary<string, Parameter>.Values => Members.Values;

    private Dictionary<string, Parameter> Members => (Dictionary<string, Parameter>)_value;

    public Parameter this[string key]
    {
        get => Members[key];
        set => Members[key] = value;
    }

    public static Parameter FromDouble(double value) => new(value, ParameterType.Number);

    public static Parameter FromFloat(float value) => new(value, ParameterType.Number);

    public static Parameter FromInt(int value) => new(value, ParameterType.Integer);

    public static Parameter FromString(string value) => new(value, ParameterType.String);

    public static Parameter FromBool(bool value) => new(value, ParameterType.Bool);

    public static Parameter FromObject<T>(T value)
        where T : class
        => FromAny(value);

    public static Parameter CreateNestedParameter(params KeyValuePair<string, Parameter>[] parameters) =>
        new(parameters.ToDictionary(member => member.Key, member => member.Value), ParameterType.Object);

    public T AsType<T>() => (T)ConvertTo(typeof(T));

    public void Clear() => Members.Clear();

    public void Add(string key, Parameter value) => Members.Add(key, value);

    public void Add(KeyValuePair<string, Parameter> item) => Members.Add(item.Key, item.Value);

    public bool TryGetValue(string key, out Parameter value) => Members.TryGetValue(key, out value);

    public bool Contains(KeyValuePair<string, Parameter> item) => Members.Contains(item);

    public bool ContainsKey(string key) => Members.ContainsKey(key);

    public bool Remove(string key) => Members.Remove(key);

    public bool Remove(KeyValuePair<string, Parameter> item) => ((IDictionary<string, Parameter>)Members).Remove(item);

    public void CopyTo(KeyValuePair<string, Parameter>[] array, int arrayIndex) =>
        ((IDictionary<string, Parameter>)Members).CopyTo(array, arrayIndex);

    IEnumerator<KeyValuePair<string, Parameter>> IEnumerable<KeyValuePair<string, Parameter>>.GetEnumerator() => Members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Members.GetEnumerator();

    public bool Equals(Parameter other) => other is not null && ToString() == other.ToString();

    public override bool Equals(object obj) => Equals(obj as Parameter);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => ParameterType == ParameterType.Object
        ? $"{{{string.Join(", ", Members.OrderBy(member => member.Key).Select(member => $"{member.Key}: {member.Value}"))}}}"
        : Convert.ToString(_value, CultureInfo.InvariantCulture);

    internal static Parameter FromAny(object value) => value switch
    {
        double number => FromDouble(number),
        float number => FromFloat(number),
        int number => FromInt(number),
        bool answer => FromBool(answer),
        string text => FromString(text),
        Enum member => FromString(member.ToString()),
        _ => CreateNestedParameter([.. value.GetType().GetProperties()
            .Where(property => property.CanRead && property.CanWrite && property.GetValue(value) is not null)
            .Select(property => KeyValuePair.Create(property.Name, FromAny(property.GetValue(value))))]),
    };

    private object ConvertTo(Type type)
    {
        if (type.IsInstanceOfType(_value))
            return _value;
        if (type.IsEnum)
            return Enum.Parse(type, (string)_value);
        if (ParameterType != ParameterType.Object)
            return Convert.ChangeType(_value, Nullable.GetUnderlyingType(type) ?? type, CultureInfo.InvariantCulture);
        object made = Activator.CreateInstance(type);
        foreach ((string name, Parameter value) in Members)
        {
            if (type.GetProperty(name) is { CanWrite: true } property)
                property.SetValue(made, value.ConvertTo(property.PropertyType));
        }

        return made;
    }
}
