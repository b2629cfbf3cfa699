namespace MLNetLoss.Interop;

/// <summary>
/// Marks a transformer that can be loaded from a model file. The class has a static method
/// <c>Create(IHostEnvironment env, object context)</c>, which ML.NET calls with its load context.
/// </summary>
/// <param name="loadName">The name in the model file, at most 24 characters. Never change it: files that exist carry it.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class ModelComponentAttribute(string loadName) : Attribute
{
    /// <summary>The name in the model file.</summary>
    public string LoadName { get; } = loadName;
}
