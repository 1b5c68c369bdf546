using System.Security.Cryptography;

namespace PayGate.Cards;

/// <summary>AES-256-GCM (NIST SP 800-38D) with a 96-bit nonce and a 128-bit tag that follows the ciphertext.</summary>
public static class AeadBox
{
    public const int KeyLength = 32;
    public const int NonceLength = 12;
    public const int TagLength = 16;

    /// <summary>Encrypts under a fresh random nonce. The caller zeroes the plaintext.</summary>
    public static (byte[] Nonce, byte[] Ciphertext) Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        return (nonce, Seal(key, nonce, plaintext, associatedData));
    }

    /// <summary>
    /// The plaintext; the caller zeroes it. A wrong key, a changed bit or other associated data throw
    /// <see cref="AuthenticationTagMismatchException"/>, impossible lengths <see cref="CryptographicException"/>.
    /// </summary>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> associatedData)
    {
        if (nonce.Length != NonceLength || ciphertext.Length < TagLength)
        {
            throw new CryptographicException("The nonce or the ciphertext has an impossible length.");
        }

        using var cipher = new AesGcm(RequireKey(key), TagLength);
        var plaintext = new byte[ciphertext.Length - TagLength];
        cipher.Decrypt(nonce, ciphertext[..plaintext.Length], ciphertext[plaintext.Length..], plaintext, associatedData);
        return plaintext;
    }

    /// <summary>With a given nonce: for published test vectors only, since a nonce must never repeat under one key.</summary>
    internal static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData)
    {
        using var cipher = new AesGcm(RequireKey(key), TagLength);
        var ciphertext = new byte[plaintext.Length + TagLength];
        cipher.Encrypt(nonce, plaintext, ciphertext.AsSpan(0, plaintext.Length), ciphertext.AsSpan(plaintext.Length), associatedData);
        return ciphertext;
    }

    /// <summary>A 16-byte key would silently be AES-128.</summary>
    private static ReadOnlySpan<byte> RequireKey(ReadOnlySpan<byte> key) =>
        key.Length == KeyLength ? key : throw new CryptographicException($"A key has {KeyLength} bytes.");
}
