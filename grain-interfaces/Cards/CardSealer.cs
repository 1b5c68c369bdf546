using System.Globalization;
using System.Security.Cryptography;

namespace PayGate.Cards;

/// <summary>
/// Seals a card the moment it is parsed, and again for the bank port. The seal is bound to the merchant and to one use (a request, an attempt): moved to
/// another, it does not open.
/// </summary>
public sealed class CardSealer(TransportKeys keys)
{
    /// <param name="card">A validated card.</param>
    /// <param name="merchantId">Whose card it is.</param>
    /// <param name="useId">What it is sealed for: the handle's id on the way into the vault, the attempt's reference on the way to the bank.</param>
    public SealedCard Seal(CardInput card, string merchantId, string useId)
    {
        var (version, key) = keys.Current();
        var plaintext = CardCodec.Encode(card);
        try
        {
            var (nonce, ciphertext) = AeadBox.Seal(key, plaintext, BoundTo(merchantId, useId, version));
            return new SealedCard { KeyVersion = version, Nonce = nonce, Ciphertext = ciphertext };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    internal static byte[] BoundTo(string merchantId, string useId, int version) =>
        AssociatedData.Of("paygate.sealed-card", merchantId, useId, version.ToString(CultureInfo.InvariantCulture));
}
