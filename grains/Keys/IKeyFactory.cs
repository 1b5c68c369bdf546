using PayGate.EncryptionKeys;

namespace PayGate.Grains.Keys;

/// <summary>Makes merchants' keys at the key source and wraps them. The actor never sees a key in clear.</summary>
public interface IKeyFactory
{
    /// <summary>What wraps the keys of this merchant, under the active key-encryption key or, at least, the version that is given.</summary>
    /// <param name="merchantId">Whose keys.</param>
    /// <param name="kekVersion">The caller knows that there is this version; 0 if it does not care.</param>
    /// <param name="cancellationToken">Ends the wait for the key source.</param>
    /// <exception cref="MerchantErasedException">The merchant's keys were erased, and no more are made.</exception>
    /// <exception cref="VaultUnavailableException">The key source has not what it takes.</exception>
    ValueTask<IMerchantKeyFactory> For(string merchantId, int kekVersion, CancellationToken cancellationToken);
}

/// <summary>Wraps the keys of one merchant; forgets what it wraps with when it is disposed.</summary>
public interface IMerchantKeyFactory : IDisposable
{
    /// <summary>256 fresh random bits, wrapped and bound to merchant, purpose and version.</summary>
    WrappedKey Create(string purpose, int version);

    /// <summary>The same key as it is wrapped now; the given one where it is wrapped so already.</summary>
    /// <exception cref="VaultUnavailableException">It does not open: it was changed, or its key-encryption key is retired.</exception>
    WrappedKey Rewrap(WrappedKey wrapped, string purpose);
}
