using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.OpenApi;
using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.OpenApi;

/// <summary>The document says what the gateway does: no more and no less.</summary>
[Collection(GatewayCollection.Name)]
public sealed class DocumentTests(Gateway gateway)
{
    private static readonly JsonObject Document = OpenApiDocument.Build(OpenApiRoutes.Endpoints());
    private static readonly Contract Judge = new(Document);

    public static TheoryData<string> OperationIds => new(Judge.Operations.Select(operation => operation.Operation["operationId"]!.GetValue<string>()));

    [Fact]
    public async Task ServedDocument_IsWhatTheRoutesOfThisBuildMake()
    {
        var served = await gateway.Fixture.Client.GetStringAsync("/openapi.json");

        Assert.True(
            served == OpenApiRoutes.WriteDocument(), "The routes have changed: write the document anew with paygate openapi --output api/OpenApi/openapi.json");
    }

    [Fact]
    public void EveryRouteUnderV1_IsDocumented() => Assert.DoesNotContain(
        OpenApiRoutes.Endpoints().OfType<RouteEndpoint>().Select(route => "/" + route.RoutePattern.RawText!.Trim('/')),
        path => path.StartsWith("/v1/", StringComparison.Ordinal) && Document["paths"]![path] is null);

    [Fact]
    public void EveryParameter_IsDescribed() => Assert.Empty(
        from operation in Judge.Operations
        from leaf in Members("", Judge.Parameters(operation.Operation))
        where leaf.Schema["description"] is null
        select $"{operation.Path} {leaf.Name}");

    [Fact]
    public void EveryExample_FitsItsSchema()
    {
        var check = new SchemaCheck(Document);
        var bodies =
            from operation in Judge.Operations
            from example in operation.Operation["requestBody"]?["content"]?["application/json"]?["examples"]?.AsObject() ?? []
            from problem in check.Problems(example.Value!["value"], Judge.Parameters(operation.Operation))
            select $"{operation.Operation["operationId"]} {example.Key}: {problem}";
        var answers =
            from example in Document["components"]!["examples"]!.AsObject()
            from problem in check.Problems(example.Value!["value"], (JsonObject)Document["components"]!["schemas"]![example.Key]!)
            select $"{example.Key}: {problem}";

        Assert.Empty(bodies.Concat(answers));
    }

    /// <summary>Sends each documented parameter with a value of the wrong kind: whoever reads it objects to the value, not to the name.</summary>
    [Theory]
    [MemberData(nameof(OperationIds))]
    public async Task EveryDocumentedParameter_IsRead(string operationId)
    {
        var (path, method, operation) = Judge.Operations.Single(one => one.Operation["operationId"]!.GetValue<string>() == operationId);
        var target = path.Replace("{id}", "pi_unknown", StringComparison.Ordinal);
        var schema = Judge.Parameters(operation);
        foreach (var (name, _) in Members("", schema))
        {
            var prelude = schema["properties"]!["confirm"] is not null && name != "confirm" ? "confirm=true&" : "";
            var form = $"{prelude}{name}[wrong][kind]=x";
            using var request = method == "GET" ? new HttpRequestMessage(HttpMethod.Get, $"{target}?{form}") : new HttpRequestMessage(HttpMethod.Post, target)
            {
                Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Fixture.Demo.SecretKey);
            using var response = await gateway.Fixture.Client.SendAsync(request);
            var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;

            Assert.True((int)response.StatusCode is 400 or 404, $"{name}: {response.StatusCode}");
            Assert.False(
                error["code"]!.GetValue<string>() == "parameter_unknown" && error["param"]?.GetValue<string>() is { } param && param == name,
                $"{operationId} documents {name} and does not know it: {error.ToJsonString()}");
        }
    }

    [Fact]
    public void Contract_OnPlantedAnswers_FindsWhatIsNotPromised()
    {
        IReadOnlySet<string> headers = new HashSet<string> { "Request-Id" };
        var page = JsonNode.Parse("""{"object":"list","url":"/v1/charges","has_more":false,"data":[]}""")!;
        Assert.Empty(Judge.Problems("GET", "/v1/charges", 200, headers, page));

        page["colour"] = "red";
        Assert.Equal(["$.colour is not documented"], Judge.Problems("GET", "/v1/charges", 200, headers, page));
        Assert.Equal(["GET /v1/charges does not document the status 202"], Judge.Problems("GET", "/v1/charges", 202, headers, page));
        Assert.Equal(["GET /v1/colours is not documented"], Judge.Problems("GET", "/v1/colours", 200, headers, page));
        var undocumentedCode = JsonNode.Parse("""{"error":{"type":"card_error","code":"card_declined","message":"No."}}""");
        Assert.Equal(2, Judge.Problems("GET", "/v1/charges", 400, headers, undocumentedCode).Count);
        Assert.False(Judge.Takes("POST", "/v1/payment_intents", "payment_method_data[card][colour]"));
        Assert.True(Judge.Takes("POST", "/v1/payment_intents", "payment_method_data[card][number]"));
        Assert.True(Judge.Takes("POST", "/v1/payment_intents", "metadata[colour]"));
        Assert.True(Judge.Takes("GET", "/v1/charges", "expand[]"));
    }

    /// <summary>All members that are no groups, by form name.</summary>
    private static IEnumerable<(string Name, JsonObject Schema)> Members(string prefix, JsonObject schema)
    {
        foreach (var (name, node) in schema["properties"]!.AsObject())
        {
            var member = (JsonObject)node!;
            var full = prefix.Length == 0 ? name : $"{prefix}[{name}]";
            var group = member["properties"] is not null ? member
                : (member["anyOf"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(choice => choice["properties"] is not null);
            foreach (var leaf in group is null ? [(full, member)] : Members(full, group))
            {
                yield return leaf;
            }
        }
    }
}
