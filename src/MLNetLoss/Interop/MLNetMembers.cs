using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Interop;

/// <summary>
/// Every non-public member of ML.NET that this library uses. ML.NET does not expose the construction of schema shapes or the contents
/// of model files, but an estimator outside its source tree needs both. Such members are used only through this class; a test looks up
/// each by name.
/// </summary>
internal static class MLNetMembers
{
    private const BindingFlags Members =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Assembly s_core = typeof(SchemaShape).Assembly;

    private static readonly Lazy<ConstructorInfo> s_schemaShapeColumn = new(() => Constructor(
        typeof(SchemaShape.Column),
        typeof(string), typeof(SchemaShape.Column.VectorKind), typeof(DataViewType), typeof(bool), typeof(SchemaShape)));

    private static readonly Lazy<ConstructorInfo> s_versionInfo = new(() => Constructor(
        FindType("Microsoft.ML.VersionInfo"),
        typeof(string), typeof(uint), typeof(uint), typeof(uint), typeof(string), typeof(string), typeof(string)));

    private static readonly Lazy<MethodInfo> s_setVersionInfo = new(() =>
        typeof(ModelSaveContext).GetMethod("SetVersionInfo", Members) ?? throw Missing("Microsoft.ML.ModelSaveContext.SetVersionInfo"));

    private static readonly Lazy<FieldInfo> s_saveWriter = new(() => Field(typeof(ModelSaveContext), "Writer"));

    private static readonly Lazy<FieldInfo> s_loadReader = new(() => Field(FindType("Microsoft.ML.ModelLoadContext"), "Reader"));

    private static readonly Lazy<Type> s_signatureLoadModel = new(() => FindType("Microsoft.ML.SignatureLoadModel"));

    private static readonly Lazy<ConstructorInfo> s_loadableClass = new(() => Constructor(
        FindType("Microsoft.ML.LoadableClassAttribute"),
        typeof(Type), typeof(Type), typeof(Type), typeof(Type), typeof(string), typeof(string[])));

    private static readonly Lazy<PropertyInfo> s_catalogEnvironment = new(() =>
        typeof(TransformsCatalog).Assembly.GetType("Microsoft.ML.Data.IInternalCatalog")?.GetProperty("Environment", Members)
        ?? throw Missing("Microsoft.ML.Data.IInternalCatalog.Environment"));

    private static readonly Lazy<ConstructorInfo> s_trainTestData = new(() => Constructor(
        typeof(DataOperationsCatalog.TrainTestData), typeof(IDataView), typeof(IDataView)));

    /// <summary>Makes a <see cref="SchemaShape.Column"/> from name, kind, item type, whether it is a key, and annotations.</summary>
    public static ConstructorInfo SchemaShapeColumn => s_schemaShapeColumn.Value;

    /// <summary>Makes the version header of an entry in a model file.</summary>
    public static ConstructorInfo VersionInfo => s_versionInfo.Value;

    /// <summary>Writes the version header of an entry.</summary>
    public static MethodInfo SetVersionInfo => s_setVersionInfo.Value;

    /// <summary>The writer of the entry being saved.</summary>
    public static FieldInfo SaveWriter => s_saveWriter.Value;

    /// <summary>The reader of the entry being loaded.</summary>
    public static FieldInfo LoadReader => s_loadReader.Value;

    /// <summary>The delegate type by which ML.NET finds loaders of models.</summary>
    public static Type SignatureLoadModel => s_signatureLoadModel.Value;

    /// <summary>Makes the attribute by which an assembly declares a loader.</summary>
    public static ConstructorInfo LoadableClass => s_loadableClass.Value;

    /// <summary>The environment that every catalog on an <see cref="MLContext"/> carries.</summary>
    public static PropertyInfo CatalogEnvironment => s_catalogEnvironment.Value;

    /// <summary>Makes the pair of a train and a test set.</summary>
    public static ConstructorInfo TrainTestData => s_trainTestData.Value;

    private static Type FindType(string name) => s_core.GetType(name) ?? throw Missing(name);

    private static FieldInfo Field(Type type, string name) =>
        type.GetField(name, Members) ?? throw Missing($"{type.FullName}.{name}");

    private static ConstructorInfo Constructor(Type type, params Type[] parameters) =>
        type.GetConstructor(Members, parameters) ?? throw Missing($"{type.FullName}'s constructor");

    private static NotSupportedException Missing(string member) => new(
        $"ML.NET {s_core.GetName().Version} has no {member} of the form that MLNetLoss knows; " +
        "this version of MLNetLoss was made for Microsoft.ML 5.0.");
}
