using System.Reflection;
using System.Security.Cryptography;
using Microsoft.ML;

namespace MLNetLoss.Fuzz.Targets;

/// <summary>
/// The state of each of our components in a model file. Three times of four the checksum is made to fit, as whoever means harm would:
/// what it guards must hold without it.
/// </summary>
internal sealed class EntryTarget() : FuzzTarget(
    "entry", "model",
    "\0\0\0\0", "\u0001\0\0\0", "\u00FF\u00FF\u00FF\u00FF", "\u00FF\u00FF\u00FF\u007F", "\0\0\0\u0010", "\0\0\u00C0\u007F", "\0\0\u0080\u007F",
    "Label", "Features", "\u0003\0\0\0abc", "\u00FF", ";")
{
    private readonly MLContext _ml = new();
    private ModelEntry[] _entries = [];

    public override bool Try(byte[] input, Random random)
    {
        ModelEntry entry = _entries[input.Length == 0 ? 0 : input[0] % _entries.Length] with { State = input.Length == 0 ? [] : input[1..] };
        if (entry.State.Length >= SHA256.HashSizeInBytes && random.Next(4) != 0)
            SHA256.HashData(entry.State.AsSpan(0, entry.State.Length - SHA256.HashSizeInBytes), entry.State.AsSpan()[^SHA256.HashSizeInBytes..]);
        try
        {
            Bounded(50_000 + (64L * input.Length), () => entry.Load(_ml));
            return true;
        }
        catch (TargetInvocationException exception) when (exception.InnerException is InvalidDataException)
        {
            return false;
        }
        catch (TargetInvocationException exception)
        {
            throw new FuzzException(exception.InnerException!.ToString());
        }
    }

    // The first byte says which component it is of.
    protected override IReadOnlyList<byte[]> Corpus()
    {
        _entries = [.. CorpusFiles.SelectMany(ModelEntry.Of)];
        return [.. _entries.Select((entry, i) => (byte[])[(byte)i, .. entry.State])];
    }
}
