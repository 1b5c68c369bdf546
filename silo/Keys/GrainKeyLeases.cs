using PayGate.EncryptionKeys;

namespace PayGate.Silo.Keys;

/// <summary>Asks the merchant's EncryptionKey actor.</summary>
public sealed class GrainKeyLeases(IGrainFactory grains) : IKeyLeases
{
    public Task<KeyLease> Reserve(string merchantId, string purpose, ReserveEncryptions command, CancellationToken cancellationToken) =>
        Actor(merchantId, purpose).Reserve(command, cancellationToken);

    public Task<WrappedKey?> Find(string merchantId, string purpose, int version, CancellationToken cancellationToken) =>
        Actor(merchantId, purpose).Find(version, cancellationToken);

    private IEncryptionKeyGrain Actor(string merchantId, string purpose) =>
        grains.GetGrain<IEncryptionKeyGrain>(KeyPurpose.ActorKey(merchantId, purpose));
}
