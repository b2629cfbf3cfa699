namespace Microsoft.ML.AutoML;

// What the real one takes from Microsoft.Extensions.DependencyInjection: the last registration of a type holds.
internal sealed class Services : IServiceProvider
{
    private readonly Dictionary<Type, Func<IServiceProvider, object>> _factories = [];

    public void AddSingleton<T>(T instance)
        where T : class
        => _factories[typeof(T)] = _ => instance;

    public void AddTransient<T>(Func<IServiceProvider, T> factory)
        where T : class
        => _factories[typeof(T)] = factory;

    public object GetService(Type serviceType) => _factories.TryGetValue(serviceType, out var factory) ? factory(this) : null;

    public T Get<T>()
        where T : class
        => (T)GetService(typeof(T));
}
