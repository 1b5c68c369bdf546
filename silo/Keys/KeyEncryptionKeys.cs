using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using PayGate.Cards;
using PayGate.EncryptionKeys;
using PayGate.Grains.Keys;

namespace PayGate.Silo.Keys;

/// <summary>
/// The keys that wrap merchants' keys, by version. A wrapped key opens only as what it was made for: merchant, purpose and version are its associated data.
/// </summary>
[DebuggerDisplay("KeyEncryptionKeys(***)")]
public sealed class KeyEncryptionKeys(IReadOnlyDictionary<int, byte[]> keys) : IKeyFactory
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly ImmutableSortedDictionary<int, byte[]> _keys = keys.ToImmutableSortedDictionary();

    public WrappedKey Create(string merchantId, string purpose, int version)
    {
        var kekVersion = _keys.Keys.Last();
        var key = RandomNumberGenerator.GetBytes(AeadBox.KeyLength);
        try
        {
            var (nonce, ciphertext) = AeadBox.Seal(_keys[kekVersion], key, BoundTo(merchantId, purpose, version, kekVersion));
            return new WrappedKey { Version = version, KekVersion = kekVersion, Nonce = nonce, Ciphertext = ciphertext };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The key in clear; the caller zeroes it.</summary>
    /// <exception cref="VaultUnavailableException">It was wrapped for something else, was changed, or its key-encryption key is not here.</exception>
    public byte[] Unwrap(WrappedKey wrapped, string merchantId, string purpose)
    {
        if (!_keys.TryGetValue(wrapped.KekVersion, out var kek))
        {
            throw new VaultUnavailableException($"Key {merchantId}/{purpose}/{wrapped.Version} is wrapped under a key-encryption key that is not here.");
        }

        try
        {
            return AeadBox.Open(kek, wrapped.Nonce, wrapped.Ciphertext, BoundTo(merchantId, purpose, wrapped.Version, wrapped.KekVersion));
        }
        catch (CryptographicException exception)
        {
            throw new VaultUnavailableException($"Key {merchantId}/{purpose}/{wrapped.Version} cannot be unwrapped.", exception);
        }
    }

    private static byte[] BoundTo(string merchantId, string purpose, int version, int kekVersion) => AssociatedData.Of(
        "paygate.wrapped-key",
        merchantId,
        purpose,
        version.ToString(CultureInfo.InvariantCulture),
        kekVersion.ToString(CultureInfo.InvariantCulture));
}
