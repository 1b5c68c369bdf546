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
    /// that a silo loses count as used. Concurrent first calls, also in two silos, all get the one version that was stored. A data key that is used up or too old
    /// gets a new active version first.
    /// </summary>
    /// <exception cref="MerchantErasedException">The merchant's keys were erased.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The block is negative or larger than <see cref="ReserveEncryptions.CountMax"/>.</exception>
    [Alias("reserve")]
    Task<KeyLease> Reserve(ReserveEncryptions command, CancellationToken cancellationToken);

    /// <summary>One version, for decryption; null if it was never made or is destroyed. Writes nothing.</summary>
    /// <exception cref="MerchantErasedException">The merchant's keys were erased.</exception>
    [Alias("find")]
    Task<WrappedKey?> Find(int version, CancellationToken cancellationToken);

    /// <summary>
    /// A new active version of a data key; the one before only decrypts from then on. Returns the number of the active version, 0 if the merchant has no key yet. A
    /// repeat of the same order changes nothing.
    /// </summary>
    [Alias("rotate")]
    Task<int> Rotate(RotateKey command, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a version that no card is encrypted under any more, once no silo can have it at hand for encryption either; false while it is too early for that. Only its
    /// number, dates and count stay. The database refuses while a card refers to it.
    /// </summary>
    [Alias("destroy")]
    Task<bool> Destroy(int version, CancellationToken cancellationToken);

    /// <summary>
    /// Wraps all versions that are not destroyed under the given key-encryption key or a newer one. The keys stay the same, and so do the cards under them. A repeat changes
    /// nothing.
    /// </summary>
    /// <exception cref="VaultUnavailableException">The key source has not what it takes; nothing is changed.</exception>
    [Alias("rewrap")]
    Task Rewrap(RewrapKey command, CancellationToken cancellationToken);

    /// <summary>
    /// Destroys all versions for ever, also those that cards are encrypted under: no card of the merchant opens again, and none is encrypted any more. The merchant's wrapping
    /// secret is destroyed before. A repeat changes nothing.
    /// </summary>
    [Alias("erase")]
    Task Erase(CancellationToken cancellationToken);

    /// <summary>Does what became due: a data key that is too old gets a new version. Harmless when nothing is.</summary>
    [Alias("wake")]
    Task Wake(CancellationToken cancellationToken);
}

/// <summary>Asks for the active version and a block of its counter.</summary>
[GenerateSerializer, Alias("paygate.encryption-key.reserve")]
public sealed record ReserveEncryptions
{
    /// <summary>One block is at most this many encryptions, so that a fault in a caller cannot use a key up.</summary>
    public const int CountMax = 100_000;

    /// <summary>The block wanted; a smaller one may be given. 0 where encryptions are not counted (fingerprints).</summary>
    [Id(0)]
    public required int Count { get; init; }

    /// <summary>The block must have this many, or it is of no use to the caller.</summary>
    [Id(1)]
    public int Needed { get; init; }

    /// <summary>The version of which the caller has enough left; while that is the active one, nothing is reserved and the lease is prolonged.</summary>
    [Id(2)]
    public int? Holding { get; init; }
}

/// <summary>Asks for a new version.</summary>
[GenerateSerializer, Alias("paygate.encryption-key.rotate")]
public sealed record RotateKey
{
    /// <summary>When it was asked for: an active version that is younger answers the order already.</summary>
    [Id(0)]
    public required DateTimeOffset OrderedAt { get; init; }

    /// <summary>ordered or compromised.</summary>
    [Id(1)]
    public required string Reason { get; init; }
}

/// <summary>Asks for a newer wrapping.</summary>
[GenerateSerializer, Alias("paygate.encryption-key.rewrap")]
public sealed record RewrapKey
{
    /// <summary>A version of the key-encryption key that the database has: at least this one.</summary>
    [Id(0)]
    public required int KekVersion { get; init; }
}

/// <summary>The active version and how many encryptions its holder may do with it.</summary>
[GenerateSerializer, Alias("paygate.encryption-key.lease")]
public sealed record KeyLease
{
    [Id(0)]
    public required WrappedKey Key { get; init; }

    [Id(1)]
    public required int Count { get; init; }

    /// <summary>Nothing may be encrypted under this lease after that instant.</summary>
    [Id(2)]
    public required DateTimeOffset Until { get; init; }
}
