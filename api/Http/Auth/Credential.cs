using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PayGate.Api.Http;

/// <summary>
/// The one credential of a request: an API key or a client secret, as Bearer token (RFC 6750) or as the user name of Basic (RFC 7617).
/// </summary>
internal sealed class Credential
{
    private const int LengthMax = 255;
    private const string BearerPrefix = "Bearer ";
    private const string BasicPrefix = "Basic ";
    private static readonly Credential None = new("");
    private static readonly string[] KeyPrefixes = ["sk_test_", "sk_live_", "rk_test_", "rk_live_", "pk_test_", "pk_live_"];

    private readonly string _text;

    private Credential(string text) => _text = text;

    public bool IsAbsent => _text.Length == 0;

    /// <summary>The text when it has the form of a client secret, otherwise null.</summary>
    public string? ClientSecret => HmacClientSecrets.ObjectIdIn(_text) is null ? null : _text;

    public static Refusal Invalid { get; } = new("api_key_invalid", ErrorCatalog.Of("api_key_invalid").Message);

    /// <summary>
    /// Absent without the header. Two credentials are refused whatever they are, because no order between them is documented (RFC 6750,
    /// 3.1).
    /// </summary>
    public static Outcome<Credential> Read(HttpRequest request)
    {
        var headers = request.Headers.Authorization;
        if (headers.Count == 0)
        {
            return None;
        }

        var header = headers[0] ?? "";
        if (headers.Count > 1 || header.Contains(',', StringComparison.Ordinal))
        {
            return Ambiguous();
        }

        if (header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return Checked(header[BearerPrefix.Length..].Trim(' '));
        }

        return header.StartsWith(BasicPrefix, StringComparison.OrdinalIgnoreCase)
            ? ReadBasic(header[BasicPrefix.Length..].Trim(' '))
            : Invalid;
    }

    /// <summary>The entry of this key, or null when it has not the form of one, is unknown or has expired.</summary>
    public ApiKeyEntry? FindKey(IApiKeyDirectory directory, DateTimeOffset now)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(_text), hash);
        var isKey = KeyPrefixes.Any(prefix => _text.StartsWith(prefix, StringComparison.Ordinal));
        return isKey && directory.Find(hash) is { } entry && !(entry.ExpiresAt <= now) ? entry : null;
    }

    public override string ToString() => "Credential(***)";

    private static Outcome<Credential> ReadBasic(string encoded)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return Invalid;
        }

        var pair = Encoding.Latin1.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return Invalid;
        }

        return colon == pair.Length - 1 ? Checked(pair[..colon]) : Ambiguous();
    }

    private static Outcome<Credential> Checked(string text) =>
        text.Length is > 0 and <= LengthMax && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '_')
            ? new Credential(text)
            : Invalid;

    private static Refusal Ambiguous() =>
        new(
            "ambiguous_credentials",
            "Send one credential only: one Authorization header, with a Bearer key or with the key as Basic user name and no password.");
}
