using System.Buffers.Binary;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetLoss.Interop;

namespace MLNetLoss.Fuzz.Targets;

/// <summary>The state of one of our components as it stands in a model file.</summary>
/// <param name="LoadName">The component's name in the file.</param>
/// <param name="State">The state: version, values, checksum.</param>
internal sealed record ModelEntry(string LoadName, byte[] State)
{
    private static readonly Dictionary<string, MethodInfo> s_loaders = ModelComponents.All
        .ToDictionary(
            component => component.LoadName,
            component => component.Type.GetMethod("Create", BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Static)!);

    private static readonly Type s_context = MLNetMembers.LoadReader.DeclaringType!;

    /// <summary>The entries of our components in a model file.</summary>
    /// <param name="file">The file.</param>
    public static IEnumerable<ModelEntry> Of(string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(file);
        foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => entry.Name == "Model.key"))
        {
            var bytes = new byte[entry.Length];
            using (Stream stream = entry.Open())
                stream.ReadExactly(bytes);

            // ML.NET's header: where the state begins, its length, and the name by which its loader is found.
            int start = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(0x10));
            int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(0x18));
            string head = Encoding.ASCII.GetString(bytes, 0, start);
            if (s_loaders.Keys.SingleOrDefault(name => head.Contains(name + '\0', StringComparison.Ordinal)) is { } loadName)
                yield return new(loadName, bytes[start..(start + length)]);
        }
    }

    /// <summary>Loads a state as ML.NET does: through a load context.</summary>
    /// <param name="environment">The environment.</param>
    /// <exception cref="TargetInvocationException">Holds what the component threw.</exception>
    public ITransformer Load(IHostEnvironment environment)
    {
        object context = RuntimeHelpers.GetUninitializedObject(s_context);
        MLNetMembers.LoadReader.SetValue(context, new BinaryReader(new MemoryStream(State)));
        return (ITransformer)s_loaders[LoadName].Invoke(null, [environment, context])!;
    }
}
