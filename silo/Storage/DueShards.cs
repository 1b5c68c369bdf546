namespace PayGate.Silo.Storage;

/// <summary>Spreads due rows over the DueWork actors.</summary>
public static class DueShards
{
    /// <summary>More than the silos of a large cluster; stored in rows, so never changed.</summary>
    public const short Count = 16;

    /// <summary>From the id's random tail, the same on every machine.</summary>
    public static short Of(string id) => (short)(((id[^1] * 31) + id[^2]) % Count);
}
