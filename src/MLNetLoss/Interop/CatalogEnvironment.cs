using Microsoft.ML.Runtime;

namespace MLNetLoss.Interop;

/// <summary>Finds the environment (log, progress, registered components) of a catalog such as <c>ml.Transforms.Conversion</c>.</summary>
internal static class CatalogEnvironment
{
    /// <summary>The environment. Our components are registered with it, so that it can load what it saves.</summary>
    /// <param name="catalog">One of ML.NET's catalogs.</param>
    public static IHostEnvironment Of(object catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var environment = (IHostEnvironment)MLNetMembers.CatalogEnvironment.GetValue(catalog)!;
        ModelComponents.Register(environment.ComponentCatalog);
        return environment;
    }
}
