using Microsoft.ML;

namespace MLNetLoss.Interop;

/// <summary>Writes an entry of a model file.</summary>
internal static class ModelSaving
{
    // Eight characters that mark our entries; ML.NET requires them but never looks at them.
    private const string Signature = "MLNETLOS";

    // The version of the frame that ML.NET puts around an entry. The contents have their own version.
    private const uint FrameVersion = 0x00010001;

    /// <summary>Writes the entry of one of <see cref="ModelComponents.All"/>.</summary>
    /// <param name="context">ML.NET's context for the entry.</param>
    /// <param name="component">The component to save.</param>
    /// <param name="version">The version of what <paramref name="write"/> writes, at least 1.</param>
    /// <param name="write">Writes the component's state.</param>
    public static void Save(ModelSaveContext context, ITransformer component, int version, Action<ModelWriter> write)
    {
        ArgumentNullException.ThrowIfNull(context);
        string loadName = ModelComponents.All.Single(known => known.Type == component.GetType()).LoadName;

        // ML.NET cannot read an entry that names no assembly. The name has no version, so that an older MLNetLoss that loads the file
        // reaches our own version check and its message.
        object info = MLNetMembers.VersionInfo.Invoke(
            [Signature, FrameVersion, FrameVersion, FrameVersion, component.GetType().Assembly.GetName().Name, loadName, null]);
        MLNetMembers.SetVersionInfo.Invoke(context, [info]);
        var writer = new ModelWriter((BinaryWriter)MLNetMembers.SaveWriter.GetValue(context)!, version);
        write(writer);
        writer.Finish();
    }
}
