namespace PayGate.EncryptionKeys;

/// <summary>
/// One merchant's key of one purpose (actor key <c>{merchantId}/{purpose}</c>): its wrapped versions, of which exactly one is active, and the durable
/// counter of encryptions. Not called for each encryption: silos reserve blocks and keep the unwrapped keys.
/// </summary>
[Alias("paygate.IEncryptionKeyGrain")]
public interface IEncryptionKeyGrain : IGrainWithStringKey
{
    /// <summary>
    /// The active version, made at the first call, with a block of encryptions that were added to its counter durably before this returns. Reserved numbers
    /// that a silo loses count as used. Concurrent first calls, also in two silos, all get the one version that was stored.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The block is negative or larger than <see cref="ReserveEncryptions.CountMax"/>.</exception>
    [Alias("reserve")]
    Task<KeyLease> Reserve(ReserveEncryptions command, CancellationToken cancellationToken);

    /// <summary>One version, for decryption; null if it was never made. Writes nothing.</summary>
    [Alias("find")]
    Task<WrappedKey?> Find(int version, CancellationToken cancellationToken);
}

/// <summary>Asks for the active version and a block of its counter.</summary>
[GenerateSerializer, Alias("paygate.encryption-key.reserve")]
public sealed record ReserveEncryptions
{
    /// <summary>One block is at most this many encryptions, so that a fault in a caller cannot use a key up.</summary>
    public const int CountMax = 100_000;

    /// <summary>0 where encryptions are not counted (fingerprints).</summary>
    [Id(0)]
    public required int Count { get; init; }
}

/// <summary>The active version and how many encryptions its holder may do with it.</summary>
[GenerateSerializer, Alias("paygate.encryption-key.lease")]
public sealed record KeyLease
{
    [Id(0)]
    public required WrappedKey Key { get; init; }

    [Id(1)]
    public required int Count { get; init; }
}
