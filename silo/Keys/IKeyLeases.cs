using PayGate.EncryptionKeys;

namespace PayGate.Silo.Keys;

/// <summary>Where the ring gets wrapped keys from: the EncryptionKey actors, and in tests a stand-in.</summary>
public interface IKeyLeases
{
    Task<KeyLease> Reserve(string merchantId, string purpose, ReserveEncryptions command, CancellationToken cancellationToken);

    Task<WrappedKey?> Find(string merchantId, string purpose, int version, CancellationToken cancellationToken);
}
