using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML.Runtime;

namespace MLNetLoss.Interop;

/// <summary>
/// Registers our components with a catalog, so that <c>Model.Load</c> can load them from a file. ML.NET asks an assembly for attributes
/// of a type that is not public, but the registration method is public and takes any <see cref="Assembly"/>, so it can be given one that
/// answers with such attributes.
/// </summary>
internal static class ModelComponents
{
    private static readonly ConditionalWeakTable<ComponentCatalog, object> s_known = [];

    /// <summary>Every component of this library that can be saved.</summary>
    public static IReadOnlyList<ModelComponentAttribute> All { get; } =
        (ModelComponentAttribute[])typeof(ModelComponents).Assembly.GetCustomAttributes(typeof(ModelComponentAttribute), false);

    /// <summary>Registers every component of this library that can be saved. A second call does nothing.</summary>
    /// <param name="catalog">The catalog of a context.</param>
    public static void Register(ComponentCatalog catalog)
    {
        // The catalog identifies assemblies by name and ignores a repeated one; the table only saves the lookup.
        if (s_known.TryGetValue(catalog, out _))
            return;
        catalog.RegisterAssembly(new Announcement());
        s_known.AddOrUpdate(catalog, catalog);
    }

    private sealed class Announcement : Assembly
    {
        public override string FullName => $"{typeof(ModelComponents).Assembly.GetName().Name}.Components";

        public override object[] GetCustomAttributes(Type attributeType, bool inherit)
        {
            if (!attributeType.IsAssignableFrom(MLNetMembers.LoadableClass.DeclaringType))
                return (object[])Array.CreateInstance(attributeType, 0);
            var attributes = (object[])Array.CreateInstance(attributeType, All.Count);
            for (int i = 0; i < attributes.Length; i++)
            {
                ModelComponentAttribute component = All[i];
                attributes[i] = MLNetMembers.LoadableClass.Invoke(
                    [component.Type, component.Type, null, MLNetMembers.SignatureLoadModel, component.LoadName, new[] { component.LoadName }]);
            }

            return attributes;
        }

        public override object[] GetCustomAttributes(bool inherit) => GetCustomAttributes(typeof(Attribute), inherit);

        public override bool IsDefined(Type attributeType, bool inherit) => GetCustomAttributes(attributeType, inherit).Length > 0;

        // ML.NET also looks for named extensions among the types. There are none.
        public override Type[] GetTypes() => [];

        public override Type[] GetExportedTypes() => [];

        public override AssemblyName GetName() => new(FullName);
    }
}
