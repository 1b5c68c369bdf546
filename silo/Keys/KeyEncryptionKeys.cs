using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using PayGate.Cards;
using PayGate.EncryptionKeys;
using PayGate.Grains.EncryptionKeys;
using PayGate.Grains.Keys;

namespace PayGate.Silo.Keys;

/// <summary>
/// The keys that wrap merchants' keys, by version: each is derived from the root when it is needed and zeroed after, so that a silo can use a version that was ordered in
/// another one at once. A wrapped key opens only as what it was made for: merchant, purpose and version are its associated data.
/// </summary>
[DebuggerDisplay("KeyEncryptionKeys(***)")]
public sealed class KeyEncryptionKeys(RootKey root, IKekVersions versions, TimeProvider clock) : IKeyFactory
{
    /// <summary>As long as a lease: a version that is retired is refused by then. The database refuses what is wrapped under it at once.</summary>
    private static readonly TimeSpan KnownFor = KeyPolicy.LeaseLifetime;

    private volatile Known? _known;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private RootKey Root { get; } = root;

    public async ValueTask<IMerchantKeyFactory> For(string merchantId, int kekVersion, CancellationToken cancellationToken)
    {
        var set = await Versions(known => known.Active >= kekVersion, cancellationToken);
        return new MerchantWrapping(this, merchantId, set);
    }

    /// <summary>The key in clear; the caller zeroes it.</summary>
    /// <exception cref="VaultUnavailableException">It was wrapped for something else, was changed, or its key-encryption key is retired.</exception>
    public async ValueTask<byte[]> Unwrap(WrappedKey wrapped, string merchantId, string purpose, CancellationToken cancellationToken)
    {
        var set = await Versions(known => known.Accepted.Contains(wrapped.KekVersion), cancellationToken);
        using var merchantKeys = new MerchantWrapping(this, merchantId, set);
        return merchantKeys.Unwrap(wrapped, purpose);
    }

    /// <summary>The list as it was read within the last minute, read again where it does not say what the caller knows.</summary>
    private async ValueTask<KekSet> Versions(Func<KekSet, bool> isEnough, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_known is { } known && now < known.Until && isEnough(known.Set))
        {
            return known.Set;
        }

        var set = await versions.Load(cancellationToken);
        _known = new Known(set, now + KnownFor);
        return set;
    }

    private sealed record Known(KekSet Set, DateTimeOffset Until);

    /// <summary>Wraps and opens the keys of one merchant.</summary>
    private sealed class MerchantWrapping(KeyEncryptionKeys keks, string merchantId, KekSet set) : IMerchantKeyFactory
    {
        public WrappedKey Create(string purpose, int version)
        {
            var key = RandomNumberGenerator.GetBytes(AeadBox.KeyLength);
            return WrapAndZero(key, purpose, version);
        }

        public WrappedKey Rewrap(WrappedKey wrapped, string purpose) =>
            wrapped.KekVersion == set.Active ? wrapped : WrapAndZero(Unwrap(wrapped, purpose), purpose, wrapped.Version);

        public byte[] Unwrap(WrappedKey wrapped, string purpose)
        {
            if (!set.Accepted.Contains(wrapped.KekVersion))
            {
                throw new VaultUnavailableException(
                    $"Key {merchantId}/{purpose}/{wrapped.Version} is wrapped under version {wrapped.KekVersion} of the key-encryption key, which is retired or unknown.");
            }

            var kek = Derive(wrapped.KekVersion);
            try
            {
                return AeadBox.Open(kek, wrapped.Nonce, wrapped.Ciphertext, BoundTo(purpose, wrapped.Version, wrapped.KekVersion));
            }
            catch (CryptographicException exception)
            {
                throw new VaultUnavailableException($"Key {merchantId}/{purpose}/{wrapped.Version} cannot be unwrapped.", exception);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(kek);
            }
        }

        public void Dispose()
        {
        }

        private WrappedKey WrapAndZero(byte[] key, string purpose, int version)
        {
            var kek = Derive(set.Active);
            try
            {
                var (nonce, ciphertext) = AeadBox.Seal(kek, key, BoundTo(purpose, version, set.Active));
                return new WrappedKey { Version = version, KekVersion = set.Active, Nonce = nonce, Ciphertext = ciphertext };
            }
            finally
            {
                CryptographicOperations.ZeroMemory(kek);
                CryptographicOperations.ZeroMemory(key);
            }
        }

        private byte[] Derive(int kekVersion) => keks.Root.Derive(string.Create(CultureInfo.InvariantCulture, $"key-encryption/{kekVersion}"));

        private byte[] BoundTo(string purpose, int version, int kekVersion) => AssociatedData.Of(
            "paygate.wrapped-key",
            merchantId,
            purpose,
            version.ToString(CultureInfo.InvariantCulture),
            kekVersion.ToString(CultureInfo.InvariantCulture));
    }
}
