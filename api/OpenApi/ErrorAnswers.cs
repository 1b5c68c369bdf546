using System.Globalization;
using System.Text.Json.Nodes;
using PayGate.Api.Http;

namespace PayGate.Api.OpenApi;

/// <summary>
/// The error answers of an operation: by status, with the codes that the operation can give. What its kind of route always gives comes
/// first, what the route declares comes on top.
/// </summary>
internal sealed class ErrorAnswers(ResourceSchemas schemas)
{
    private static readonly string[] Always =
    [
        "parameter_unknown", "parameter_invalid_integer", "parameter_invalid_type", "parameter_invalid_string", "parameter_too_long",
        "sensitive_data_in_field", "request_malformed", "ambiguous_credentials", "api_key_invalid", "secret_key_required", "permission_denied",
        "rate_limit", "api_error", "storage_unavailable", "vault_unavailable", "rate_unavailable",
    ];

    private static readonly string[] WithABody =
    [
        "parameter_missing", "json_invalid", "json_duplicate_member", "json_too_deep", "idempotency_error", "idempotency_key_invalid",
        "idempotency_key_in_use", "request_timeout", "body_too_large", "unsupported_media_type",
    ];

    private readonly SortedDictionary<string, JsonObject> _components = new(StringComparer.Ordinal);

    /// <summary>What every route of its kind may answer with, in the order of the catalogue.</summary>
    public static IEnumerable<IGrouping<int, ErrorRow>> Of(bool isCommand, bool isList, bool namesAnObject, IEnumerable<string> declared)
    {
        var codes = Always.Concat(isCommand ? WithABody : [])
            .Concat(isList ? ["parameters_exclusive"] : [])
            .Concat(isList || namesAnObject ? ["resource_missing"] : [])
            .Concat(declared)
            .ToHashSet(StringComparer.Ordinal);
        return ErrorCatalog.Rows.Values
            .Where(row => codes.Contains(row.Code))
            .OrderBy(row => row.Status).ThenBy(row => row.Code, StringComparer.Ordinal)
            .GroupBy(row => row.Status);
    }

    /// <summary>The answers that were asked for, each once.</summary>
    public JsonObject Components() => new(_components.Select(component => KeyValuePair.Create(component.Key, (JsonNode?)component.Value)));

    /// <summary>A reference to an answer. The first operation that gives it lends its name, unless the status alone says it all.</summary>
    public JsonObject Reference(IGrouping<int, ErrorRow> rows, string operationId)
    {
        var response = Response(rows);
        var known = _components.FirstOrDefault(component => JsonNode.DeepEquals(component.Value, response)).Key;
        if (known is null)
        {
            known = _components.ContainsKey("error_" + Key(rows.Key)) ? $"error_{Key(rows.Key)}_{operationId}" : "error_" + Key(rows.Key);
            _components.Add(known, response);
        }

        return new JsonObject { ["$ref"] = "#/components/responses/" + known };
    }

    /// <summary>The key of the responses object.</summary>
    public static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);

    private JsonObject Response(IGrouping<int, ErrorRow> rows) => new()
    {
        ["description"] = string.Join(" ", rows.Select(row => $"`{row.Code}`: {row.Message}")),
        ["headers"] = Headers(rows.Key),
        ["content"] = new JsonObject
        {
            ["application/json"] = new JsonObject
            {
                ["schema"] = Schema(rows),
                ["example"] = new JsonObject { ["error"] = Example(rows.First()) },
            },
        },
    };

    private JsonObject Schema(IGrouping<int, ErrorRow> rows)
    {
        var error = schemas.Reference(typeof(ErrorResource));
        error["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["enum"] = ParamSchemas.Names(rows.Select(row => row.Type).Distinct()) },
            ["code"] = new JsonObject { ["enum"] = ParamSchemas.Names(rows.Select(row => row.Code)) },
        };
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["error"] = error },
            ["required"] = ParamSchemas.Names(["error"]),
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject Example(ErrorRow row) => new() { ["type"] = row.Type, ["code"] = row.Code, ["message"] = row.Message };

    private static JsonObject Headers(int status) => AnswerHeaders.References(
    [
        AnswerHeaders.RequestId, AnswerHeaders.Version,
        .. status is 500 ? [] : new[] { AnswerHeaders.ShouldRetry },
        // Answers that are recorded: a decline, and that the issuer had dropped what was to be captured.
        .. status is 400 or 402 ? [AnswerHeaders.IdempotencyKey, AnswerHeaders.Replayed, AnswerHeaders.Original] : Array.Empty<string>(),
        .. status is 429 or 503 ? [AnswerHeaders.RetryAfter] : Array.Empty<string>(),
        .. status is 401 ? [AnswerHeaders.Authenticate] : Array.Empty<string>(),
    ]);
}
