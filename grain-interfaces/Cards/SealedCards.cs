using System.Security.Cryptography;

namespace PayGate.Cards;

/// <summary>Opens sealed cards; used in the silo's vault and bank port only.</summary>
public sealed class SealedCards(TransportKeys keys)
{
    /// <exception cref="SealedCardException">Another merchant, another use, an unknown key version, or a changed bit.</exception>
    public CardInput Open(SealedCard card, string merchantId, string useId)
    {
        var key = keys.Find(card.KeyVersion) ?? throw new SealedCardException("The card was sealed under a transport key that is not known here.");
        byte[] plaintext;
        try
        {
            plaintext = AeadBox.Open(key, card.Nonce, card.Ciphertext, CardSealer.BoundTo(merchantId, useId, card.KeyVersion));
        }
        catch (CryptographicException exception)
        {
            throw new SealedCardException("The sealed card does not open: it was changed, or sealed for another merchant or use.", exception);
        }

        try
        {
            return CardCodec.Decode(plaintext);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }
}

/// <summary>A sealed card that does not open where it was brought. Never an expected refusal: the sender made it for another place, or it was changed.</summary>
public sealed class SealedCardException(string message, Exception? inner = null) : Exception(message, inner);
