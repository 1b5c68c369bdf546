using System.Net;
using System.Text.Json;

namespace PayGate.Vault.Tests.Postgres;

public sealed class TokenizationTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("paygate-vault-");
    private VaultHost _host = null!;
    private HttpClient _secret = null!;
    private HttpClient _browser = null!;

    public async Task InitializeAsync()
    {
        _host = await VaultHost.Start(_directory);
        _secret = _host.Client(_host.Demo.SecretKey);
        _browser = _host.Client(_host.Demo.PublishableKey);
    }

    public async Task DisposeAsync()
    {
        _secret.Dispose();
        _browser.Dispose();
        await _host.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task CreatePaymentMethod_FromABrowser_IsShownToTheServerWithoutTheNumber()
    {
        var (status, created) = await Post(_browser, "/v1/payment_methods", Card("4242 4242 4242 4242", ("billing_details[name]", "أمينة"), ("metadata[k]", "v")));
        Assert.Equal(HttpStatusCode.OK, status);
        var id = created.GetProperty("id").GetString()!;
        var shown = await Get($"/v1/payment_methods/{id}");

        Assert.Equal(created.GetRawText(), shown.GetRawText());
        Assert.Equal("payment_method", shown.GetProperty("object").GetString());
        Assert.Equal("أمينة", shown.GetProperty("billing_details").GetProperty("name").GetString());
        Assert.Equal("v", shown.GetProperty("metadata").GetProperty("k").GetString());
        var card = shown.GetProperty("card");
        Assert.Equal(
            ("visa", "4242", 12, 2034, "credit", "US", "unchecked"),
            (card.GetProperty("brand").GetString(), card.GetProperty("last4").GetString(), card.GetProperty("exp_month").GetInt32(),
             card.GetProperty("exp_year").GetInt32(), card.GetProperty("funding").GetString(), card.GetProperty("country").GetString(),
             card.GetProperty("checks").GetProperty("cvc_check").GetString()));
        Assert.Equal(16, card.GetProperty("fingerprint").GetString()!.Length);
        Assert.DoesNotContain("4242424242424242", shown.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateToken_ThenPaymentMethodOfIt_TakesTheTokenOnce()
    {
        var (_, token) = await Post(_browser, "/v1/tokens", Card("5555555555554444", ("card[name]", "Jo"), ("card[address_zip]", "20000")));
        var id = token.GetProperty("id").GetString()!;
        Assert.Equal(("token", "MasterCard", "Jo", "20000", false), (
            token.GetProperty("object").GetString(), token.GetProperty("card").GetProperty("brand").GetString(),
            token.GetProperty("card").GetProperty("name").GetString(), token.GetProperty("card").GetProperty("address_zip").GetString(),
            token.GetProperty("used").GetBoolean()));

        var (first, method) = await Post(_secret, "/v1/payment_methods", [("type", "card"), ("card[token]", id)]);
        var (second, error) = await Post(_secret, "/v1/payment_methods", [("type", "card"), ("card[token]", id)]);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (first, second));
        Assert.Equal(token.GetProperty("card").GetProperty("fingerprint").GetString(), method.GetProperty("card").GetProperty("fingerprint").GetString());
        Assert.Equal("Jo", method.GetProperty("billing_details").GetProperty("name").GetString());
        Assert.Equal("token_already_used", error.GetProperty("error").GetProperty("code").GetString());
        Assert.True((await Get($"/v1/tokens/{id}")).GetProperty("used").GetBoolean());
    }

    [Fact]
    public async Task SameCardTwice_MakesTwoHandlesAndOneVaultEntry()
    {
        var (_, one) = await Post(_secret, "/v1/payment_methods", Card("378282246310005", "1234"));
        var (_, two) = await Post(_secret, "/v1/payment_methods", Card("378282246310005", "1234"));

        Assert.NotEqual(one.GetProperty("id").GetString(), two.GetProperty("id").GetString());
        Assert.Equal(one.GetProperty("card").GetProperty("fingerprint").GetString(), two.GetProperty("card").GetProperty("fingerprint").GetString());
        Assert.Equal(1, await _host.Query<long>("select count(*) from paygate.vault_entries"));
        Assert.Equal(4, await _host.Query<long>("select count(*) from audit.vault_cards"));
        Assert.Equal(4, await _host.Query<long>("select count(distinct (key_version, nonce)) from audit.vault_cards"));
        Assert.Equal("active 1 1000", await _host.Query<string>("select state || ' ' || key_version || ' ' || encryptions from audit.vault_keys"));
    }

    /// <summary>Answers of payments get their client secret on the way out; text that only looks like the place for it must not.</summary>
    [Fact]
    public async Task Metadata_ThatImitatesAClientSecret_ComesBackVerbatim()
    {
        var imitation = ObjectId.New("pi", _host.Demo.MerchantId, Cards.TestCards.Now) + "_secret_";
        var (_, created) = await Post(_secret, "/v1/payment_methods", Card("4242424242424242", ("metadata[client_secret]", imitation)));

        Assert.Equal(imitation, created.GetProperty("metadata").GetProperty("client_secret").GetString());
    }

    [Fact]
    public async Task SameIdempotencyKey_GivesTheFirstAnswerAndStoresNothingAgain()
    {
        var (_, first) = await Post(_secret, "/v1/payment_methods", Card("4242424242424242"), "key-1");
        var (_, again) = await Post(_secret, "/v1/payment_methods", Card("4242424242424242"), "key-1");
        var (status, other) = await Post(_secret, "/v1/payment_methods", Card("4000056655665556"), "key-1");

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal((HttpStatusCode.BadRequest, "idempotency_error"), (status, other.GetProperty("error").GetProperty("type").GetString()));
        Assert.Equal(1, await _host.Query<long>("select count(*) from paygate.card_tokens"));
    }

    [Theory]
    [InlineData("4242424242424241", "12", "2034", "123", 402, "incorrect_number", "card[number]")]
    [InlineData("42424242", "12", "2034", "123", 402, "invalid_number", "card[number]")]
    [InlineData("4242424242424242", "13", "2034", "123", 402, "invalid_expiry_month", "card[exp_month]")]
    [InlineData("4242424242424242", "12", "2020", "123", 402, "invalid_expiry_year", "card[exp_year]")]
    [InlineData("4242424242424242", "12", "2034", "12", 402, "invalid_cvc", "card[cvc]")]
    [InlineData("4242424242424242", "x", "2034", "123", 400, "parameter_invalid_integer", "card[exp_month]")]
    public async Task CreatePaymentMethod_WithAWrongCard_RefusesAndWritesNothing(
        string number, string month, string year, string cvc, int status, string code, string param)
    {
        var (answered, body) = await Post(
            _browser, "/v1/payment_methods",
            [("type", "card"), ("card[number]", number), ("card[exp_month]", month), ("card[exp_year]", year), ("card[cvc]", cvc)]);
        var error = body.GetProperty("error");

        Assert.Equal((status, code, param), ((int)answered, error.GetProperty("code").GetString(), error.GetProperty("param").GetString()));
        Assert.DoesNotContain(number, body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0, await _host.Query<long>("select count(*) from paygate.card_tokens"));
    }

    [Fact]
    public async Task NamedMethods_AreShownWithoutARow()
    {
        Assert.Equal("4242", (await Get("/v1/payment_methods/pm_card_visa")).GetProperty("card").GetProperty("last4").GetString());
        Assert.Equal("4444", (await Get("/v1/tokens/tok_mastercard")).GetProperty("card").GetProperty("last4").GetString());
        Assert.Equal(0, await _host.Query<long>("select count(*) from paygate.card_tokens"));
    }

    [Theory]
    [InlineData("/v1/payment_methods/pm_0000000000000000000000000")]
    [InlineData("/v1/payment_methods/tok_visa")]
    [InlineData("/v1/payment_methods/x")]
    [InlineData("/v1/tokens/tok_0000000000000000000000000")]
    public async Task Retrieve_OfWhatDoesNotExist_IsTheOne404(string path)
    {
        using var answer = await _secret.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("resource_missing", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retrieve_WithAPublishableKey_IsForbidden()
    {
        using var answer = await _browser.GetAsync("/v1/payment_methods/pm_card_visa");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task AfterARestart_TheHandleIsShownWithItsHolder()
    {
        var (_, created) = await Post(_secret, "/v1/payment_methods", Card("4242424242424242", ("billing_details[name]", "Amina")));
        await using var second = await VaultHost.Start(_directory, _host.Database);
        using var client = second.Client(second.Demo.SecretKey);

        Assert.Equal(created.GetRawText(), await client.GetStringAsync($"/v1/payment_methods/{created.GetProperty("id").GetString()}"));
    }

    private static (string Name, string Value)[] Card(string number, params (string Name, string Value)[] more) => Card(number, "123", more);

    private static (string Name, string Value)[] Card(string number, string cvc, params (string Name, string Value)[] more)
    {
        (string, string)[] card = [("card[number]", number), ("card[exp_month]", "12"), ("card[exp_year]", "34"), ("card[cvc]", cvc)];
        return more.Any(pair => pair.Name.StartsWith("card[", StringComparison.Ordinal)) ? [.. card, .. more] : [("type", "card"), .. card, .. more];
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> Post(
        HttpClient client, string path, (string Name, string Value)[] form, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))),
        };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()));
    }

    private async Task<JsonElement> Get(string path) => JsonSerializer.Deserialize<JsonElement>(await _secret.GetStringAsync(path));
}
