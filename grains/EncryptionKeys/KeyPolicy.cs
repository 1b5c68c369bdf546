namespace PayGate.Grains.EncryptionKeys;

/// <summary>
/// When a merchant's data key gets a new version: the cryptoperiod of PCI DSS 3.7.4 and NIST SP 800-57 in numbers of our own, far below the 2^32 random nonces that NIST
/// SP 800-38D allows a key of AES-GCM.
/// </summary>
public sealed record KeyPolicy
{
    /// <summary>A block must have room for one card, and a test for a few.</summary>
    public const int EncryptionsMin = 10;

    /// <summary>A lease is short, so that a rotation reaches every silo soon without calling it.</summary>
    public static readonly TimeSpan LeaseLifetime = TimeSpan.FromMinutes(1);

    /// <summary>
    /// From the end of the last lease on no card can be encrypted under an old version; what was encrypted at its end is committed or given up long before this. The
    /// database refuses to lose a version that a card needs in any case.
    /// </summary>
    public static readonly TimeSpan DestroyedAfter = TimeSpan.FromMinutes(10);

    public long EncryptionsMax { get; init; } = 1_000_000;

    public TimeSpan AgeMax { get; init; } = TimeSpan.FromDays(90);
}
