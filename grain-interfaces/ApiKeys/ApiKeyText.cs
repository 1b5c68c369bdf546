using System.Security.Cryptography;
using System.Text;

namespace PayGate.ApiKeys;

/// <summary>The text of a key: <c>sk_test_</c> or <c>pk_test_</c> and 256 random bits, so that its plain SHA-256 cannot be searched.</summary>
public static class ApiKeyText
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>43 characters of base 62 hold a little more than 256 bits.</summary>
    private const int RandomLength = 43;

    /// <param name="kind">secret or publishable.</param>
    public static string New(string kind) => (kind == "secret" ? "sk_test_" : "pk_test_") + RandomNumberGenerator.GetString(Alphabet, RandomLength);

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
