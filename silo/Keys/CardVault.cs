using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PayGate.Cards;
using PayGate.Grains.Keys;

namespace PayGate.Silo.Keys;

/// <summary>The vault's cryptography over the silo's key ring.</summary>
public sealed class CardVault(KeyRing keys, AcceptedTransportKeys transportKeys) : ICardVault
{
    private readonly CardSealer _sealer = new(transportKeys.Keys);
    private readonly SealedCards _sealedCards = new(transportKeys.Keys);

    public async ValueTask<CardInput> Open(SealedCard card, string merchantId, string useId, CancellationToken cancellationToken)
    {
        await transportKeys.LookUp(card.KeyVersion, cancellationToken);
        return _sealedCards.Open(card, merchantId, useId);
    }

    public SealedCard Seal(CardInput card, string merchantId, string useId) => _sealer.Seal(card, merchantId, useId);

    public async ValueTask<VaultedCard> Encrypt(CardInput card, CardOwner owner, CancellationToken cancellationToken)
    {
        using var fingerprintKey = await keys.ForFingerprint(owner.MerchantId, cancellationToken);
        using var dataKey = await keys.ForEncryption(owner.MerchantId, FieldCount(card.Name is not null), cancellationToken);
        return new VaultedCard(Encrypt(card, owner, dataKey), Fingerprint(fingerprintKey, card.Number));
    }

    public bool IsOutdated(EncryptedCard card, CardOwner owner) => keys.IsOutdated(owner.MerchantId, card.KeyVersion);

    public async ValueTask<EncryptedCard?> Rewrap(EncryptedCard card, CardOwner owner, CancellationToken cancellationToken)
    {
        using var dataKey = await keys.ForEncryption(owner.MerchantId, FieldCount(card.Holder is not null), cancellationToken);
        return dataKey.Version == card.KeyVersion ? null : Encrypt(await Decrypt(card, owner, cancellationToken), owner, dataKey);
    }

    public async ValueTask<CardInput> Decrypt(EncryptedCard card, CardOwner owner, CancellationToken cancellationToken)
    {
        using var key = await keys.ForDecryption(owner.MerchantId, card.KeyVersion, cancellationToken);
        return Decrypt(card, owner, key);
    }

    public async ValueTask<string?> DecryptHolder(EncryptedCard card, CardOwner owner, CancellationToken cancellationToken)
    {
        if (card.Holder is null)
        {
            return null;
        }

        using var key = await keys.ForDecryption(owner.MerchantId, card.KeyVersion, cancellationToken);
        return CardFields.Decrypt(key, card.Holder, owner, CardFields.Holder);
    }

    /// <summary>HMAC-SHA-256 (RFC 2104) of the number's digits.</summary>
    internal static byte[] Fingerprint(UsableKey key, Secret<string> number)
    {
        var digits = Encoding.ASCII.GetBytes(number.Reveal());
        try
        {
            return HMACSHA256.HashData(key.Bytes, digits);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(digits);
        }
    }

    internal static EncryptedCard Encrypt(CardInput card, CardOwner owner, UsableKey key) => new()
    {
        KeyVersion = key.Version,
        Number = CardFields.Encrypt(key, card.Number.Reveal(), owner, CardFields.Number),
        Expiry = CardFields.Encrypt(key, WriteExpiry(card), owner, CardFields.Expiry),
        Holder = card.Name is { } name ? CardFields.Encrypt(key, name.Reveal(), owner, CardFields.Holder) : null,
    };

    internal static CardInput Decrypt(EncryptedCard card, CardOwner owner, UsableKey key)
    {
        var number = CardFields.Decrypt(key, card.Number, owner, CardFields.Number);
        var expiry = CardFields.Decrypt(key, card.Expiry, owner, CardFields.Expiry);
        var holder = card.Holder is null ? null : CardFields.Decrypt(key, card.Holder, owner, CardFields.Holder);
        return new CardInput
        {
            Number = Secret.Of(number),
            ExpYear = int.Parse(expiry.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture),
            ExpMonth = int.Parse(expiry.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture),
            Name = holder is null ? null : Secret.Of(holder),
        };
    }

    private static int FieldCount(bool hasHolder) => hasHolder ? 3 : 2;

    /// <summary>Four-digit year, dash, two-digit month: one length for every card.</summary>
    private static string WriteExpiry(CardInput card) => string.Create(CultureInfo.InvariantCulture, $"{card.ExpYear:0000}-{card.ExpMonth:00}");
}
