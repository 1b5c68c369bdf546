using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PayGate.Api.Tests.OpenApi;

/// <summary>The document as a judge: whether an answer is one that it promises, and whether a parameter is one that it names.</summary>
internal sealed class Contract(JsonObject document)
{
    private static readonly string[] AlwaysSent = ["Request-Id"];

    private readonly SchemaCheck _check = new(document);

    public JsonObject Document => document;

    /// <summary>All operations, with the method in upper case.</summary>
    public IEnumerable<(string Path, string Method, JsonObject Operation)> Operations =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key.ToUpperInvariant(), (JsonObject)operation.Value!);

    /// <summary>What an answer has that the document does not promise, or lacks; a path that no operation has must be answered as such.</summary>
    public IReadOnlyList<string> Problems(string method, string path, int status, IReadOnlySet<string> headers, JsonNode? body)
    {
        var operation = Find(method == "HEAD" ? "GET" : method, path);
        if (operation is null)
        {
            return status >= 400 ? _check.Problems(body, ErrorAnswer()) : [$"{method} {path} is not documented"];
        }

        var named = operation["responses"]![status.ToString(CultureInfo.InvariantCulture)];
        if (named is not JsonObject entry)
        {
            return [$"{method} {path} does not document the status {status}"];
        }

        var response = _check.Follow(entry);
        var documented = response["headers"]?.AsObject().Select(header => header.Key).ToList() ?? [];
        var schema = response["content"]!["application/json"]!["schema"]!.AsObject();
        return
        [
            .. AlwaysSent.Where(header => !headers.Contains(header)).Select(header => $"The header {header} is missing"),
            .. document["components"]!["headers"]!.AsObject().Select(header => header.Key)
                .Where(header => headers.Contains(header) && !documented.Contains(header) && header != "Idempotency-Key")
                .Select(header => $"The header {header} is not documented for the status {status}"),
            .. method == "HEAD" ? [] : _check.Problems(body, schema),
        ];
    }

    /// <summary>Whether the operation takes a parameter of this form name, for example <c>card[number]</c>.</summary>
    public bool Takes(string method, string path, string formName)
    {
        var segments = Regex.Matches(formName, @"[^\[\]]+|(?<=\[)(?=\])").Select(segment => segment.Value).ToList();
        var schema = Parameters(Find(method, path)!);
        return IsKnown(schema, segments);
    }

    /// <summary>The parameters of an operation as one group, wherever they are sent.</summary>
    public JsonObject Parameters(JsonObject operation)
    {
        if (operation["requestBody"] is { } body)
        {
            return _check.Follow(body["content"]!["application/x-www-form-urlencoded"]!["schema"]!.AsObject());
        }

        return new JsonObject
        {
            ["properties"] = new JsonObject(operation["parameters"]!.AsArray()
                .Select(parameter => _check.Follow((JsonObject)parameter!))
                .Where(parameter => parameter["in"]!.GetValue<string>() == "query")
                .Select(parameter => KeyValuePair.Create(parameter["name"]!.GetValue<string>().TrimEnd('[', ']'), Described(parameter)))),
        };
    }

    private static JsonNode? Described(JsonObject parameter)
    {
        var schema = parameter["schema"]!.DeepClone();
        schema["description"] = parameter["description"]?.DeepClone();
        return schema;
    }

    private static bool IsKnown(JsonObject schema, IReadOnlyList<string> segments) => segments is [] || (schema switch
    {
        _ when schema["anyOf"] is JsonArray choices => choices.Any(choice => IsKnown((JsonObject)choice!, segments)),
        _ when schema["items"] is JsonObject items => IsKnown(items, [.. segments.Skip(1)]),
        _ when schema["properties"]?[segments[0]] is JsonObject member => IsKnown(member, [.. segments.Skip(1)]),
        _ => schema["additionalProperties"] is JsonObject,
    });

    private JsonObject? Find(string method, string path) => Operations
        .Where(operation => operation.Method == method && Template(operation.Path).IsMatch(path))
        // A word in a path wins over a parameter, as in routing.
        .OrderBy(operation => operation.Path.Count(symbol => symbol == '{'))
        .Select(operation => operation.Operation).FirstOrDefault();

    private static JsonObject ErrorAnswer() => new()
    {
        ["properties"] = new JsonObject { ["error"] = new JsonObject { ["$ref"] = "#/components/schemas/error" } },
        ["required"] = new JsonArray("error"),
        ["additionalProperties"] = false,
    };

    private static Regex Template(string path) => new($"^{Regex.Replace(path, @"\{[^}]+\}", "[^/]+")}/?$");
}
