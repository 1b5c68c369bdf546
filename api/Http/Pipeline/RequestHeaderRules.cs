using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace PayGate.Api.Http;

/// <summary>Checks of a request's headers and URL that hold for every route under <c>/v1</c>, before a credential is looked at.</summary>
internal static partial class RequestHeaderRules
{
    public const string VersionHeader = "Stripe-Version";
    public const string IdempotencyHeader = "Idempotency-Key";
    private const int IdempotencyKeyLengthMax = 255;

    /// <summary>The first problem, and otherwise the echoes are set.</summary>
    public static Refusal? Check(HttpContext context)
    {
        var response = context.Response.Headers;
        response[VersionHeader] = ApiVersion.Current;
        var versions = context.Request.Headers[VersionHeader];
        if (versions.Count > 0)
        {
            if (versions.Count > 1 || !IsWellFormedVersion(versions[0]))
            {
                return new Refusal(
                    "request_malformed", "Stripe-Version must be a date such as 2026-01-28, optionally followed by a dot and a name.");
            }

            response[VersionHeader] = versions;
        }

        return CheckIdempotencyKey(context) ?? CheckQuery(context.Request);
    }

    /// <summary>The idempotency key of a request that can have one, or null.</summary>
    public static string? IdempotencyKeyOf(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Headers[IdempotencyHeader] is [{ } key] ? key : null;

    public static bool IsWellFormedVersion(string? version) =>
        version is not null
        && Version().Match(version) is { Success: true } match
        && DateOnly.TryParseExact(match.Groups[1].ValueSpan, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static Refusal? CheckIdempotencyKey(HttpContext context)
    {
        var keys = context.Request.Headers[IdempotencyHeader];
        if (keys.Count == 0 || !HttpMethods.IsPost(context.Request.Method))
        {
            return null;
        }

        if (keys is not [{ Length: > 0 and <= IdempotencyKeyLengthMax } key] || key.Any(character => character is < ' ' or > '~'))
        {
            return new Refusal(
                "idempotency_key_invalid",
                $"Idempotency-Key is sent once and has 1 to {IdempotencyKeyLengthMax} printable ASCII characters.");
        }

        // A key is stored with what it made, and echoed.
        if (CardNumberScan.Contains(key))
        {
            return new Refusal("sensitive_data_in_field", "The Idempotency-Key seems to hold a card number. Send a key that means nothing, such as a UUID.");
        }

        context.Response.Headers[IdempotencyHeader] = key;
        return null;
    }

    /// <summary>URLs end up in logs and histories: a secret key in one is refused before anything else is said about the request.</summary>
    private static Refusal? CheckQuery(HttpRequest request) =>
        request.QueryString is { HasValue: true, Value: { } query } && SecretKeyScan.Contains(Uri.UnescapeDataString(query))
            ? new Refusal(
                "sensitive_data_in_field",
                "A secret key must not be part of a URL. Send it in the Authorization header, and roll this one.")
            : null;

    [GeneratedRegex(@"\A([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\.[A-Za-z0-9_-]{1,40})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
