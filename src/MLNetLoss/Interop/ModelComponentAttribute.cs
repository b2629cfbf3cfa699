namespace MLNetLoss.Interop;

/// <summary>
/// Declares a transformer that can be loaded from a model file. The class has a static method
/// <c>Create(IHostEnvironment env, object context)</c>, which ML.NET calls with its load context. The attribute is on the assembly, like
/// ML.NET's own, because looking for it on every type would cost milliseconds in each process.
/// </summary>
/// <param name="type">The transformer.</param>
/// <param name="loadName">The name in the model file, at most 24 characters. Never change it: existing files contain it.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class ModelComponentAttribute(Type type, string loadName) : Attribute
{
    /// <summary>The transformer.</summary>
    public Type Type { get; } = type;

    /// <summary>The name in the model file.</summary>
    public string LoadName { get; } = loadName;
}
