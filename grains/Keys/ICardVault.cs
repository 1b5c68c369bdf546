using PayGate.Cards;

namespace PayGate.Grains.Keys;

/// <summary>
/// The cryptographic side of the vault: the only port that sees a card in clear. Faults of the key source throw <see cref="VaultUnavailableException"/>; where the
/// merchant's card data was erased, everything that needs its keys throws <see cref="MerchantErasedException"/>.
/// </summary>
public interface ICardVault
{
    /// <summary>Opens what the API sealed for this merchant and use.</summary>
    /// <exception cref="SealedCardException">It was sealed for another merchant or use, under a transport key that is not accepted any more, or changed.</exception>
    ValueTask<CardInput> Open(SealedCard card, string merchantId, string useId, CancellationToken cancellationToken);

    /// <summary>Seals a card for the bank port, bound to merchant and attempt reference.</summary>
    SealedCard Seal(CardInput card, string merchantId, string useId);

    /// <summary>
    /// Encrypts number, expiry and holder separately under the merchant's active key, each bound to merchant, handle, field, key version and mode. The CVC is
    /// left out: it has no stored form. Also gives the fingerprint.
    /// </summary>
    ValueTask<VaultedCard> Encrypt(CardInput card, CardOwner owner, CancellationToken cancellationToken);

    /// <summary>The holder's name alone, for showing it; null if the card has none.</summary>
    /// <exception cref="CardDecryptionException">As for <see cref="Decrypt"/>.</exception>
    ValueTask<string?> DecryptHolder(EncryptedCard card, CardOwner owner, CancellationToken cancellationToken);

    /// <summary>True if this process knows that the merchant's cards are encrypted under a newer key version by now; false also if it does not know.</summary>
    bool IsOutdated(EncryptedCard card, CardOwner owner);

    /// <summary>The card encrypted anew under the merchant's active key version; null if it is under that one.</summary>
    /// <exception cref="CardDecryptionException">As for <see cref="Decrypt"/>.</exception>
    ValueTask<EncryptedCard?> Rewrap(EncryptedCard card, CardOwner owner, CancellationToken cancellationToken);

    /// <summary>The card without CVC.</summary>
    /// <exception cref="CardDecryptionException">A field was changed, or belongs to another row, merchant, mode or key version.</exception>
    ValueTask<CardInput> Decrypt(EncryptedCard card, CardOwner owner, CancellationToken cancellationToken);
}

/// <summary>Whose card it is and which handle holds it: part of every ciphertext's associated data.</summary>
public sealed record CardOwner(string MerchantId, string HandleId, bool Livemode);

/// <summary>What <see cref="ICardVault.Encrypt"/> gives: ciphertexts, and the HMAC-SHA-256 of the number under the merchant's fingerprint key.</summary>
public sealed record VaultedCard(EncryptedCard Card, byte[] Fingerprint);

/// <summary>The stored form of a card: one ciphertext per field, all under one version of the merchant's key.</summary>
public sealed record EncryptedCard
{
    public required int KeyVersion { get; init; }

    public required EncryptedField Number { get; init; }

    public required EncryptedField Expiry { get; init; }

    public EncryptedField? Holder { get; init; }
}

/// <summary>A 96-bit random nonce, and ciphertext followed by the 16-byte tag.</summary>
public sealed record EncryptedField(byte[] Nonce, byte[] Ciphertext);

/// <summary>A stored card that does not decrypt in the row where it was found.</summary>
public sealed class CardDecryptionException(string message, Exception? inner = null) : Exception(message, inner);
