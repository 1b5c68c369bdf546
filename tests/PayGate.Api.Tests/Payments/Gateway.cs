using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using PayGate.Api.Tests.OpenApi;
using PayGate.Testing;

namespace PayGate.Api.Tests.Payments;

/// <summary>One gateway for all tests of payments. They run one after the other and only ever move the clock forward, so each makes its own objects.</summary>
[CollectionDefinition(Name)]
public sealed class GatewayCollection : ICollectionFixture<Gateway>
{
    public const string Name = "gateway";
}

/// <summary>A gateway and those who speak to it.</summary>
public sealed class Gateway : IAsyncLifetime
{
    private HttpClient _client = null!;

    public GatewayFixture Fixture { get; private set; } = null!;

    /// <summary>The demo merchant's server; it settles in MAD.</summary>
    public Caller Merchant { get; private set; } = null!;

    /// <summary>Another merchant's server.</summary>
    public Caller Other { get; private set; } = null!;

    /// <summary>A browser, which has only the client secrets that it is given.</summary>
    public Caller Browser { get; private set; } = null!;

    /// <summary>A caller with a credential of its own, such as the client secret that a page carries.</summary>
    public Caller CallerWith(string credential) => new(_client, credential);

    public async Task InitializeAsync()
    {
        Fixture = await GatewayFixture.Start();
        var document = JsonNode.Parse(await Fixture.Client.GetStringAsync("/openapi.json"))!.AsObject();
        var client = new HttpClient(new ContractHandler(new Contract(document))) { BaseAddress = Fixture.Client.BaseAddress };
        _client = client;
        Merchant = new Caller(client, Fixture.Demo.SecretKey);
        Other = new Caller(client, (await Fixture.OpenMerchant("Rif Books", Currency.Mad)).SecretKey);
        Browser = new Caller(client, null);
    }

    public async Task DisposeAsync() => await Fixture.DisposeAsync();

    /// <summary>What the bank did for a payment, in order: operation, amount approved, network code.</summary>
    public Task<IReadOnlyList<string>> BankOperations(string paymentId) => Lines(
        $"select operation || ' ' || amount_approved || ' ' || network_code from bank.operations where payment_id = '{paymentId}' order by id");

    /// <summary>The first column of what the owner of the database reads.</summary>
    public async Task<IReadOnlyList<string>> Lines(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Fixture.Database.Owner);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    public async Task Execute(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Fixture.Database.Owner);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>An answer of the gateway: status, body, and whether it came from the record of an earlier request.</summary>
public sealed record Reply(int Status, JsonNode Body, bool Replayed)
{
    public string? RequestId { get; init; }

    /// <summary>The request that the recorded answer was first given to; null for one that was executed.</summary>
    public string? OriginalRequest { get; init; }

    /// <summary>A member by its path, for example <c>error.code</c>.</summary>
    public JsonNode? this[string path] => Read.Member(Body, path);

    public string Id => this["id"]!.GetValue<string>();

    public string Secret => this["client_secret"]!.GetValue<string>();

    /// <summary>Status and the named members, as one line of JSON: what a test compares whole.</summary>
    public string Show(params string[] paths) => $"{Status} {Body.Show(paths)}";
}

internal static class Read
{
    public static JsonNode? Member(JsonNode? node, string path) =>
        path.Split('.').Aggregate(node, (current, name) => current switch
        {
            JsonArray array => array[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)],
            JsonObject value when value.ContainsKey(name) => value[name],
            _ => throw new KeyNotFoundException($"There is no {path} in {node}"),
        });

    public static string Show(this JsonNode node, params string[] paths) =>
        new JsonObject(paths.Select(path => KeyValuePair.Create(path, Member(node, path)?.DeepClone()))).ToJsonString(Format);

    public static readonly JsonSerializerOptions Format = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>Sends form-encoded requests, as the SDKs do.</summary>
public sealed class Caller(HttpClient client, string? key)
{
    public Task<Reply> Get(string path) => Send(HttpMethod.Get, path, [], null);

    public Task<Reply> Delete(string path) => Send(HttpMethod.Delete, path, [], null);

    public Task<Reply> Post(string path, params (string Name, string Value)[] form) => Send(HttpMethod.Post, path, form, null);

    public Task<Reply> PostOnce(string idempotencyKey, string path, params (string Name, string Value)[] form) =>
        Send(HttpMethod.Post, path, form, idempotencyKey);

    /// <summary>A payment intent of 19.99 USD, unless told otherwise.</summary>
    public Task<Reply> Create(params (string Name, string Value)[] form) => Post("/v1/payment_intents", WithDefaults(form));

    /// <summary>The same, confirmed at once with a card that approves, unless told otherwise.</summary>
    public Task<Reply> Pay(params (string Name, string Value)[] form) =>
        Create([.. form, .. Absent(form, ("payment_method", "pm_card_visa")), ("confirm", "true")]);

    /// <summary>The id of a new payment method with a typed card.</summary>
    public async Task<string> Method(string number = "4242424242424242") => (await Post(
        "/v1/payment_methods",
        ("type", "card"), ("card[number]", number), ("card[exp_month]", "12"), ("card[exp_year]", "2034"), ("card[cvc]", "123"),
        ("billing_details[name]", "Amina Benali"))).Id;

    /// <summary>The ids of what a list shows.</summary>
    public async Task<List<string>> Ids(string path) => [.. (await Get(path))["data"]!.AsArray().Select(item => item!["id"]!.GetValue<string>())];

    /// <summary>Has the bank behave with the merchant's next operation of a kind.</summary>
    public Task<Reply> Order(string behavior, string operation, params (string Name, string Value)[] more) =>
        Post("/v1/test_helpers/bank/scripts", [("behavior", behavior), ("operation", operation), .. more]);

    public static (string Name, string Value)[] WithDefaults((string Name, string Value)[] form) =>
        [.. form, .. Absent(form, ("amount", "1999")), .. Absent(form, ("currency", "usd"))];

    private static (string Name, string Value)[] Absent((string Name, string Value)[] form, (string Name, string Value) member) =>
        form.Any(given => given.Name == member.Name || given.Name.StartsWith(member.Name + "_data", StringComparison.Ordinal)) ? [] : [member];

    private async Task<Reply> Send(HttpMethod method, string path, (string Name, string Value)[] form, string? idempotencyKey)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        if (method == HttpMethod.Post)
        {
            request.Content = new FormUrlEncodedContent(form.Select(member => KeyValuePair.Create(member.Name, member.Value)));
        }

        using var response = await client.SendAsync(request);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return new Reply((int)response.StatusCode, body, response.Headers.Contains("Idempotent-Replayed"))
        {
            RequestId = Header("Request-Id"),
            OriginalRequest = Header("Original-Request"),
        };

        string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
    }
}
