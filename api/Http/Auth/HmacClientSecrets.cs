using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PayGate.Api.Http;

/// <summary>Client secrets from HMAC-SHA-256 over the object's id, cut to 160 bits, in 27 characters of base 62.</summary>
public sealed class HmacClientSecrets : IClientSecrets
{
    /// <summary>Between the object's id and the keyed hash.</summary>
    public const string Separator = "_secret_";

    private const int KeyBytesMin = 32;
    private const int HashBytes = 20;
    private const int HashLength = 27;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly byte[] _key;

    /// <param name="key">At least 32 bytes, used for nothing else.</param>
    public HmacClientSecrets(byte[] key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, KeyBytesMin, nameof(key));
        _key = [.. key];
    }

    public string For(string objectId)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(objectId), hash);
        Span<char> text = stackalloc char[HashLength];
        Base62(hash[..HashBytes], text);
        return string.Concat(objectId, Separator, text);
    }

    public bool Matches(string objectId, string candidate) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(For(objectId)), Encoding.UTF8.GetBytes(candidate));

    /// <summary>The id in front of the separator, or null when the text does not look like a client secret.</summary>
    internal static string? ObjectIdIn(string candidate)
    {
        var at = candidate.IndexOf(Separator, StringComparison.Ordinal);
        return at > 0 && candidate.Length == at + Separator.Length + HashLength ? candidate[..at] : null;
    }

    /// <summary>Divides the 160-bit number, held as five 32-bit digits, by 62 for each character from the last to the first.</summary>
    private static void Base62(ReadOnlySpan<byte> number, Span<char> text)
    {
        Span<uint> digits = stackalloc uint[HashBytes / sizeof(uint)];
        for (var index = 0; index < digits.Length; index++)
        {
            digits[index] = BinaryPrimitives.ReadUInt32BigEndian(number[(index * sizeof(uint))..]);
        }

        for (var position = text.Length - 1; position >= 0; position--)
        {
            var remainder = 0UL;
            foreach (ref var digit in digits)
            {
                var (quotient, rest) = Math.DivRem((remainder << 32) | digit, 62UL);
                digit = (uint)quotient;
                remainder = rest;
            }

            text[position] = Alphabet[(int)remainder];
        }
    }
}
