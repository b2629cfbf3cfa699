namespace MLNetLoss.Interop;

/// <summary>The checksum of zip archives (CRC-32 of ISO 3309, reflected, polynomial 0xEDB88320), which .NET does not expose.</summary>
internal struct Crc32
{
    private static readonly uint[] s_table = MakeTable();

    /// <summary>The checksum of all bytes so far; 0 before the first.</summary>
    public uint Value { readonly get; private set; }

    /// <summary>Adds bytes to the checksum.</summary>
    /// <param name="bytes">The next bytes.</param>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint state = ~Value;
        foreach (byte value in bytes)
            state = s_table[(byte)(state ^ value)] ^ (state >> 8);
        Value = ~state;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint entry = i;
            for (int bit = 0; bit < 8; bit++)
                entry = (entry & 1) == 0 ? entry >> 1 : (entry >> 1) ^ 0xEDB88320;
            table[i] = entry;
        }

        return table;
    }
}
