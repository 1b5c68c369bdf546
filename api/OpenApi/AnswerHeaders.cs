using System.Text.Json.Nodes;

namespace PayGate.Api.OpenApi;

/// <summary>Headers of answers and requests, described once.</summary>
internal static class AnswerHeaders
{
    public const string RequestId = "Request-Id";
    public const string Version = "Stripe-Version";
    public const string IdempotencyKey = "Idempotency-Key";
    public const string Replayed = "Idempotent-Replayed";
    public const string Original = "Original-Request";
    public const string ShouldRetry = "Stripe-Should-Retry";
    public const string RetryAfter = "Retry-After";
    public const string Authenticate = "WWW-Authenticate";

    /// <summary>The component headers of answers.</summary>
    public static JsonObject Components() => new()
    {
        [RequestId] = Header(
            "Names this request, for support and for logs.", RequestIdText()),
        [Version] = Header("The version of the request, or the gateway's own when it named none.", Text()),
        [IdempotencyKey] = Header("The key of the request.", Text()),
        [Replayed] = Header("`true` when this is the recorded answer to an earlier request with the same key.", Words("true")),
        [Original] = Header("The request that a recorded answer was first given to.", RequestIdText()),
        [ShouldRetry] = Header("Whether the same request can succeed if it is sent again.", Words("true", "false")),
        [RetryAfter] = Header("Seconds to wait.", new JsonObject { ["type"] = "integer", ["minimum"] = 1 }),
        [Authenticate] = Header("How to authenticate.", Text()),
    };

    /// <summary>The component parameters that travel as headers of requests.</summary>
    public static JsonObject Parameters() => new()
    {
        [IdempotencyKey] = Parameter(
            IdempotencyKey,
            "The same key with the same parameters gives the same answer again, for 24 hours, and never a second effect.",
            new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = 255, ["pattern"] = "^[ -~]+$" }),
        [Version] = Parameter(
            Version,
            "A date, optionally followed by a dot and a name. Well-formed ones are accepted and echoed.",
            new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}(\\.[A-Za-z0-9_-]{1,40})?$" }),
        ["Stripe-Account"] = Parameter("Stripe-Account", "May only name the merchant of the key.", Text()),
    };

    public static JsonObject References(IEnumerable<string> names) => new(names.Select(name =>
        KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["$ref"] = "#/components/headers/" + name })));

    private static JsonObject RequestIdText() => new() { ["type"] = "string", ["pattern"] = "^req_[0-9A-Za-z]{22}$" };

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject Words(params string[] words) => new() { ["type"] = "string", ["enum"] = Http.ParamSchemas.Names(words) };

    private static JsonObject Header(string text, JsonObject schema) => new() { ["description"] = text, ["schema"] = schema };

    private static JsonObject Parameter(string name, string text, JsonObject schema) =>
        new() { ["name"] = name, ["in"] = "header", ["description"] = text, ["schema"] = schema };
}
