using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using PayGate.Api.Tests.Http;
using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.BadInput;

/// <summary>
/// Goal: no resource takes what it must refuse, and a refusal writes nothing. Method: every row of resources.json goes to the gateway as it runs; its answer must be
/// the row's status, code and param, and the database must hold no fact that names the request. (Counting all facts would count what PayGate does by itself meanwhile.)
/// </summary>
[Collection(GatewayCollection.Name)]
public sealed class ResourceBadRequestTests(Gateway gateway)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict) { PropertyNameCaseInsensitive = true };

    /// <summary>Objects that the rows name, made once for all of them.</summary>
    private static Dictionary<string, string>? _objects;

    public static TheoryData<string> Names => new(Rows().Select(row => row.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EveryRow_IsRefusedAsTheTableSays_AndWritesNothing(string name)
    {
        _objects ??= await Objects();
        var row = Rows().Single(row => row.Name == name);
        using var request = new HttpRequestMessage(new HttpMethod(row.Method), Expand(row.Path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Fixture.Demo.SecretKey);
        if (row.Form is not null)
        {
            request.Content = new StringContent(Expand(row.Form), Encoding.UTF8, "application/x-www-form-urlencoded");
        }

        using var response = await gateway.Fixture.Client.SendAsync(request);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;

        Assert.Equal((row.Status, row.Code, row.Param), ((int)response.StatusCode, error["code"]!.GetValue<string>(), error["param"]?.GetValue<string>()));
        Assert.Equal(0, await FactsOf(response));
    }

    [Fact]
    public async Task RequestThatIsAccepted_IsNamedByItsFact()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/customers");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Fixture.Demo.SecretKey);
        using var response = await gateway.Fixture.Client.SendAsync(request);

        Assert.Equal(1, await FactsOf(response));
    }

    private static string Expand(string text) =>
        _objects!.Aggregate(BadRequestTests.Expand(text), (result, named) => result.Replace(named.Key, named.Value, StringComparison.Ordinal));

    private async Task<Dictionary<string, string>> Objects()
    {
        var full = Enumerable.Range(0, 50).Select(key => ($"metadata[k{key}]", "v")).ToArray();
        var customer = await gateway.Merchant.Post("/v1/customers", full);
        var owner = await gateway.Merchant.Post("/v1/customers");
        var (unused, spent) = (await Card(), await Card());
        await gateway.Merchant.Pay(("payment_method", spent));
        var saved = await gateway.Merchant.Post("/v1/payment_methods/pm_card_visa/attach", ("customer", owner.Id));
        var setup = await gateway.Merchant.Post("/v1/setup_intents");
        var link = await gateway.Merchant.Post(
            "/v1/payment_links", ("line_items[0][price_data][currency]", "usd"), ("line_items[0][price_data][unit_amount]", "350"),
            ("line_items[0][price_data][product_data][name]", "Coffee"));
        var payment = await gateway.Merchant.Pay(("customer", owner.Id));
        var asked = await gateway.Merchant.Post("/v1/refund_requests", ("customer", owner.Id), ("payment_intent", payment.Id), ("reason", "Too small."));
        return new Dictionary<string, string>
        {
            ["{cus}"] = customer.Id,
            ["{pm}"] = unused,
            ["{spent}"] = spent,
            ["{saved}"] = saved.Id,
            ["{seti}"] = setup.Id,
            ["{owner}"] = owner.Id,
            ["{pi}"] = payment.Id,
            ["{rr}"] = asked.Id,
            ["{pl}"] = link.Id,
        };
    }

    private async Task<string> Card() => (await gateway.Merchant.Post(
        "/v1/payment_methods",
        ("type", "card"), ("card[number]", "4242424242424242"), ("card[exp_month]", "12"), ("card[exp_year]", "2034"), ("card[cvc]", "123"))).Id;

    private async Task<long> FactsOf(HttpResponseMessage response)
    {
        await using var source = NpgsqlDataSource.Create(gateway.Fixture.Database.Owner);
        await using var command = source.CreateCommand("select count(*) from paygate.events where strpos(data::text, $1) > 0");
        command.Parameters.AddWithValue(response.Headers.GetValues("Request-Id").Single());
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static List<Row> Rows()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "BadInput", "resources.json"));
        return JsonSerializer.Deserialize<List<Row>>(file, Strict)!;
    }

    private sealed record Row
    {
        public required string Name { get; init; }

        public string Method { get; init; } = "POST";

        public required string Path { get; init; }

        public string? Form { get; init; }

        public required int Status { get; init; }

        public required string Code { get; init; }

        public string? Param { get; init; }
    }
}
