using Microsoft.ML;

namespace MLNetLoss.Interop;

/// <summary>Writes an entry of a model file.</summary>
internal static class ModelSaving
{
    // Eight characters that mark our entries; ML.NET wants them and never looks at them.
    private const string Signature = "MLNETLOS";

    // The version of the frame that ML.NET puts around an entry. What is inside has a version of its own.
    private const uint FrameVersion = 0x00010001;

    /// <summary>Writes the entry of one of <see cref="ModelComponents.All"/>.</summary>
    /// <param name="context">ML.NET's context of the entry.</param>
    /// <param name="component">The component that is saved.</param>
    /// <param name="version">The version of what <paramref name="write"/> writes, at least 1.</param>
    /// <param name="write">Writes the component's state.</param>
    public static void Save(ModelSaveContext context, ITransformer component, int version, Action<ModelWriter> write)
    {
        ArgumentNullException.ThrowIfNull(context);
        string loadName = ModelComponents.All.Single(known => known.Type == component.GetType()).LoadName;

        // ML.NET cannot read an entry that names no assembly. The name goes without a version: where an older MLNetLoss loads the
        // file, it should come to our own check of versions and its message.
        object info = MLNetMembers.VersionInfo.Invoke(
            [Signature, FrameVersion, FrameVersion, FrameVersion, component.GetType().Assembly.GetName().Name, loadName, null]);
        MLNetMembers.SetVersionInfo.Invoke(context, [info]);
        var writer = new ModelWriter((BinaryWriter)MLNetMembers.SaveWriter.GetValue(context)!, version);
        write(writer);
        writer.Finish();
    }
}
