using System.Security.Cryptography;

namespace PayGate.Api.Http;

internal static class RequestIds
{
    public const string Header = "Request-Id";
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>22 characters of base 62: 131 random bits.</summary>
    private const int Length = 22;

    public static string New() => "req_" + RandomNumberGenerator.GetString(Alphabet, Length);
}
