using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PayGate.Cards;
using PayGate.EncryptionKeys;
using PayGate.Grains.EncryptionKeys;
using PayGate.Grains.Keys;

namespace PayGate.Silo.Keys;

/// <summary>
/// Wraps merchants' keys. What wraps is derived from a version of the key-encryption key, itself derived from the root, and from the merchant's wrapping secret; both are there
/// for the moment of use and zeroed after, so that a version that was ordered in another silo is at hand at once, and an erased secret at no time. A wrapped key opens only as
/// what it was made for: merchant, purpose and version are its associated data.
/// </summary>
[DebuggerDisplay("KeyEncryptionKeys(***)")]
public sealed class KeyEncryptionKeys(RootKey root, IKekVersions versions, IMerchantSecrets secrets, TimeProvider clock) : IKeyFactory
{
    /// <summary>As long as a lease: a version that is retired is refused by then. The database refuses what is wrapped under it at once.</summary>
    private static readonly TimeSpan KnownFor = KeyPolicy.LeaseLifetime;

    private volatile Known? _known;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private RootKey Root { get; } = root;

    public async ValueTask<IMerchantKeyFactory> For(string merchantId, int kekVersion, CancellationToken cancellationToken)
    {
        var set = await Versions(known => known.Active >= kekVersion, cancellationToken);
        return new MerchantWrapping(Root, merchantId, await Secret(merchantId, cancellationToken), set);
    }

    /// <summary>The key in clear; the caller zeroes it.</summary>
    /// <exception cref="MerchantErasedException">The merchant's secret was erased.</exception>
    /// <exception cref="VaultUnavailableException">It was wrapped for something else, was changed, or its key-encryption key is retired.</exception>
    public async ValueTask<byte[]> Unwrap(WrappedKey wrapped, string merchantId, string purpose, CancellationToken cancellationToken)
    {
        var set = await Versions(known => known.Accepted.Contains(wrapped.KekVersion), cancellationToken);
        using var merchantKeys = new MerchantWrapping(Root, merchantId, await secrets.Find(merchantId, cancellationToken), set);
        return merchantKeys.Unwrap(wrapped, purpose);
    }

    /// <summary>
    /// A secret is made only for a merchant of whom no key needs one: over keys that do, a lost secret must be noticed as such. Another silo may have made secret and key since
    /// this one looked, so it looks again.
    /// </summary>
    private async ValueTask<byte[]> Secret(string merchantId, CancellationToken cancellationToken) =>
        await secrets.Find(merchantId, cancellationToken)
        ?? (await versions.NeedSecret(merchantId, cancellationToken)
            ? await secrets.Find(merchantId, cancellationToken) ?? throw new VaultUnavailableException(
                $"The wrapping secret of merchant {merchantId}, which its keys need, is not in {secrets.Description}: {secrets.Remedy}.")
            : await secrets.FindOrMake(merchantId, cancellationToken));

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
    private sealed class MerchantWrapping(RootKey root, string merchantId, byte[]? secret, KekSet set) : IMerchantKeyFactory
    {
        public WrappedKey Create(string purpose, int version)
        {
            var key = RandomNumberGenerator.GetBytes(AeadBox.KeyLength);
            return WrapAndZero(key, purpose, version);
        }

        public WrappedKey Rewrap(WrappedKey wrapped, string purpose) =>
            wrapped.KekVersion == set.Active && wrapped.Form == WrappedKey.WithSecret ? wrapped : WrapAndZero(Unwrap(wrapped, purpose), purpose, wrapped.Version);

        public byte[] Unwrap(WrappedKey wrapped, string purpose)
        {
            if (!set.Accepted.Contains(wrapped.KekVersion))
            {
                throw new VaultUnavailableException(
                    $"Key {merchantId}/{purpose}/{wrapped.Version} is wrapped under version {wrapped.KekVersion} of the key-encryption key, which is retired or unknown.");
            }

            var wrapping = Derive(wrapped.KekVersion, wrapped.Form, purpose);
            try
            {
                return AeadBox.Open(wrapping, wrapped.Nonce, wrapped.Ciphertext, BoundTo(purpose, wrapped.Version, wrapped.KekVersion));
            }
            catch (CryptographicException exception)
            {
                throw new VaultUnavailableException($"Key {merchantId}/{purpose}/{wrapped.Version} cannot be unwrapped.", exception);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(wrapping);
            }
        }

        public void Dispose() => CryptographicOperations.ZeroMemory(secret);

        private WrappedKey WrapAndZero(byte[] key, string purpose, int version)
        {
            var wrapping = Derive(set.Active, WrappedKey.WithSecret, purpose);
            try
            {
                var (nonce, ciphertext) = AeadBox.Seal(wrapping, key, BoundTo(purpose, version, set.Active));
                return new WrappedKey { Version = version, KekVersion = set.Active, Nonce = nonce, Ciphertext = ciphertext, Form = WrappedKey.WithSecret };
            }
            finally
            {
                CryptographicOperations.ZeroMemory(wrapping);
                CryptographicOperations.ZeroMemory(key);
            }
        }

        /// <summary>HKDF-SHA-256 (RFC 5869) over both secrets, each of 32 bytes, so that neither alone gives it.</summary>
        private byte[] Derive(int kekVersion, int? form, string purpose)
        {
            var kek = root.Derive(string.Create(CultureInfo.InvariantCulture, $"key-encryption/{kekVersion}"));
            if (form is null)
            {
                return kek;
            }

            if (form != WrappedKey.WithSecret)
            {
                throw new VaultUnavailableException($"A key {merchantId}/{purpose} was wrapped by a newer release.");
            }

            byte[] both = [.. kek, .. secret ?? throw new VaultUnavailableException(
                $"The wrapping secret of merchant {merchantId} is missing, and with it the key {purpose}: put it back from a backup with `paygate keys import`.")];
            try
            {
                return HKDF.DeriveKey(HashAlgorithmName.SHA256, both, AeadBox.KeyLength, RootKey.Salt, Encoding.ASCII.GetBytes("merchant-wrapping/1/" + merchantId));
            }
            finally
            {
                CryptographicOperations.ZeroMemory(kek);
                CryptographicOperations.ZeroMemory(both);
            }
        }

        private byte[] BoundTo(string purpose, int version, int kekVersion) => AssociatedData.Of(
            "paygate.wrapped-key",
            merchantId,
            purpose,
            version.ToString(CultureInfo.InvariantCulture),
            kekVersion.ToString(CultureInfo.InvariantCulture));
    }
}
