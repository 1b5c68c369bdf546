using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;

namespace PayGate.Api.OpenApi;

/// <summary>
/// The OpenAPI 3.1 document of the API, made from the routes themselves: parameters by running their readers, answers from the endpoints'
/// result types, resources from their records, error codes from the catalogue.
/// </summary>
public static class OpenApiDocument
{
    private const string ExampleFolder = "PayGate.Api.OpenApi.Examples.";

    private const string Conventions =
        """
        Stripe's wire format, so that its SDKs work with only their host changed. Everything under `/v1` follows it.

        **Bodies** are `application/x-www-form-urlencoded` or `application/json`, with equal meaning. In forms and queries, members of groups are written
        `a[b][c]=v` and elements of arrays `a[0]=v` or `a[]=v`; booleans are `true` and `false`, instants Unix seconds. An empty string, or null in JSON,
        is the same as leaving a parameter out. Unknown parameters are refused.

        **Amounts** are integers in the currency's minor unit. **Ids** have a prefix that names their kind. `expand[]` shows objects in the place of ids.

        **HEAD** answers as GET does, without the body. Every answer, errors too, is one JSON object and carries a `Request-Id`.

        **Cards**: the sandbox knows Stripe's test cards, by number and by name (`pm_card_visa`). Real numbers do not belong in it.
        """;

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The document as text that is the same for the same routes.</summary>
    public static string Write(IEnumerable<Endpoint> endpoints) => Build(endpoints).ToJsonString(Format) + "\n";

    public static JsonObject Build(IEnumerable<Endpoint> endpoints)
    {
        var schemas = new ResourceSchemas(RecordTexts.Load(typeof(WireJson).Assembly));
        var answers = new ErrorAnswers(schemas);
        var texts = new ParameterTexts();
        var operations = endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<RouteName>() is not null)
            .Select(route => new OpenApiOperation(route, route.Metadata.GetRequiredMetadata<RouteName>(), schemas, answers, texts))
            .ToList();
        var paths = new JsonObject(operations
            .GroupBy(operation => operation.Path)
            .Select(path => KeyValuePair.Create(
                path.Key,
                (JsonNode?)new JsonObject(path.Select(one => KeyValuePair.Create(one.Method, (JsonNode?)one.Render()))))));
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = Info(),
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "The gateway that serves this document." }),
            ["tags"] = new JsonArray([.. operations.Select(operation => operation.Tag).OfType<RouteTag>().Distinct()
                .Select(tag => new JsonObject { ["name"] = tag.Name, ["description"] = tag.Text })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = SecuritySchemes(),
                ["parameters"] = AnswerHeaders.Parameters(),
                ["headers"] = AnswerHeaders.Components(),
                ["examples"] = Examples(),
                ["responses"] = answers.Components(),
                ["schemas"] = schemas.Components(),
            },
        };
    }

    /// <summary>The document as it was checked in: what the gateway serves.</summary>
    internal static byte[] CheckedIn()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("PayGate.Api.OpenApi.openapi.json")!;
        var document = new byte[stream.Length];
        stream.ReadExactly(document);
        return document;
    }

    internal static bool HasExample(string resource) =>
        Assembly.GetExecutingAssembly().GetManifestResourceInfo($"{ExampleFolder}{resource}.json") is not null;

    private static JsonObject Info() => new()
    {
        ["title"] = "PayGate",
        ["version"] = ApiVersion.Current,
        ["summary"] = "A self-hosted card payment gateway.",
        ["description"] = Conventions,
    };

    private static JsonObject Examples() => new(Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(ExampleFolder, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(name => KeyValuePair.Create(
            name[ExampleFolder.Length..^".json".Length],
            (JsonNode?)new JsonObject { ["value"] = ParameterTexts.Embedded(name["PayGate.Api.OpenApi.".Length..]) })));

    private static JsonObject SecuritySchemes() => new()
    {
        ["secretKey"] = Http("bearer", "A secret key (`sk_…`) or a restricted one (`rk_…`): for servers, never for pages of another origin."),
        ["secretKeyBasic"] = Http("basic", "The same key as user name, with no password."),
        ["publishableKey"] = Http("bearer", "A publishable key (`pk_…`): for browsers."),
        ["clientSecret"] = Http("bearer", "The client secret of one payment or setup (`pi_…_secret_…`, `seti_…_secret_…`): for its customer's browser."),
    };

    private static JsonObject Http(string scheme, string text) =>
        new() { ["type"] = "http", ["scheme"] = scheme, ["description"] = text };
}
