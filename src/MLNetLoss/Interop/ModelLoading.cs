namespace MLNetLoss.Interop;

/// <summary>Reads an entry of a model file.</summary>
internal static class ModelLoading
{
    /// <summary>Reads what <see cref="ModelSaving.Save"/> wrote.</summary>
    /// <typeparam name="T">The component.</typeparam>
    /// <param name="context">ML.NET's load context, as given to the component's <c>Create</c>.</param>
    /// <param name="newestVersion">The newest version that <paramref name="read"/> understands.</param>
    /// <param name="read">Reads the component's state and makes the component.</param>
    /// <exception cref="InvalidDataException">The entry is damaged, or newer than this library.</exception>
    public static T Load<T>(object context, int newestVersion, Func<ModelReader, T> read)
    {
        ArgumentNullException.ThrowIfNull(context);
        var stream = (BinaryReader)MLNetMembers.LoadReader.GetValue(context)!;
        var reader = new ModelReader(stream, typeof(T).Name, newestVersion);
        T component = read(reader);
        reader.Finish();
        return component;
    }
}
