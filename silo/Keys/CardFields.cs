using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PayGate.Cards;
using PayGate.Grains.Keys;

namespace PayGate.Silo.Keys;

/// <summary>Encrypts and decrypts single card fields: the associated data binds a ciphertext to merchant, handle, field, key version and mode.</summary>
internal static class CardFields
{
    public const string Number = "number";
    public const string Expiry = "expiry";
    public const string Holder = "holder";

    public static EncryptedField Encrypt(UsableKey key, string text, CardOwner owner, string field)
    {
        var plaintext = Encoding.UTF8.GetBytes(text);
        try
        {
            var (nonce, ciphertext) = AeadBox.Seal(key.Bytes, plaintext, BoundTo(owner, field, key.Version));
            return new EncryptedField(nonce, ciphertext);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    /// <exception cref="CardDecryptionException">The field was changed, or stands in a row where it does not belong.</exception>
    public static string Decrypt(UsableKey key, EncryptedField encrypted, CardOwner owner, string field)
    {
        byte[] plaintext;
        try
        {
            plaintext = AeadBox.Open(key.Bytes, encrypted.Nonce, encrypted.Ciphertext, BoundTo(owner, field, key.Version));
        }
        catch (CryptographicException exception)
        {
            throw new CardDecryptionException($"The {field} of {owner.HandleId} does not decrypt.", exception);
        }

        try
        {
            return Encoding.UTF8.GetString(plaintext);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    private static byte[] BoundTo(CardOwner owner, string field, int keyVersion) => AssociatedData.Of(
        "paygate.card-field",
        owner.MerchantId,
        owner.HandleId,
        field,
        keyVersion.ToString(CultureInfo.InvariantCulture),
        owner.Livemode ? "live" : "test");
}
