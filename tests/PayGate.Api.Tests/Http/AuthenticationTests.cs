using static PayGate.Api.Tests.Http.RawHttp;

namespace PayGate.Api.Tests.Http;

[Collection(HttpHostSharing.Name)]
public sealed class AuthenticationTests(HttpTestHost host)
{
    private static readonly string ClientSecret = TestKeys.ClientSecrets.For(TestKeys.Intent);

    [Theory]
    [InlineData("Bearer {sk}")]
    [InlineData("bearer {sk}")]
    [InlineData("Basic {basic}")]
    [InlineData("BASIC {basic}")]
    public async Task SecretKey_AsBearerOrBasic_IsTheMerchant(string header)
    {
        var answer = await Get(host.Port, "/v1/payments/pi_known1", ("Authorization", BadRequestTests.Expand(header)));
        Assert.Equal((200, "Secret", "mch_alpha", null), Seen(answer));
    }

    [Fact]
    public async Task PublishableKey_OnItsRoute_IsTheMerchant()
    {
        var answer = await Form(host.Port, "/v1/tokens", "", Bearer(TestKeys.Publishable), ("Origin", "https://shop.example"));
        Assert.Equal((200, "Publishable", "mch_alpha", null), Seen(answer));
    }

    [Fact]
    public async Task ClientSecret_OpensItsObject_AsBearerAndAsParameterWithAndWithoutPublishableKey()
    {
        var bearer = await Get(host.Port, "/v1/payments/pi_known1", Bearer(ClientSecret), ("Origin", "https://shop.example"));
        var query = await Get(host.Port, "/v1/payments/pi_known1?client_secret=" + ClientSecret);
        var json = await Json(host.Port, "/v1/payments/pi_known1/confirm", $$"""{"client_secret":"{{ClientSecret}}"}""");
        var publishable = await Form(host.Port, "/v1/payments/pi_known1/confirm", "client_secret=" + ClientSecret, Bearer(TestKeys.Publishable));
        var secret = await Form(host.Port, "/v1/payments/pi_known1/confirm", "client_secret=" + ClientSecret, Bearer(TestKeys.Secret));
        Assert.All([bearer, query, json], answer => Assert.Equal((200, "ClientSecret", null, "pi_known1"), Seen(answer)));
        Assert.Equal((200, "Publishable", "mch_alpha", "pi_known1"), Seen(publishable));
        Assert.Equal((200, "Secret", "mch_alpha", "pi_known1"), Seen(secret));
    }

    [Fact]
    public async Task RestrictedKey_WithThePermission_IsLetIn_AndWithoutItIsToldWhich()
    {
        Assert.Equal(200, (await Get(host.Port, "/v1/payments", Bearer(TestKeys.Restricted))).Status);
        var refused = await Send(host.Port, "DELETE", "/v1/payments/pi_known1", [Bearer(TestKeys.Restricted)]);
        Assert.Contains("payments:write", refused.Error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InactiveMerchant_MayRead() => Assert.Equal(200, (await Get(host.Port, "/v1/payments", Bearer(TestKeys.Inactive))).Status);

    [Fact]
    public async Task OwnOriginAndOwnAccount_AreAllowed()
    {
        foreach (var origin in new[] { $"http://127.0.0.1:{host.Port}", "https://pay.example.com" })
        {
            var answer = await Get(host.Port, "/v1/payments", Bearer(TestKeys.Secret), ("Origin", origin), ("Stripe-Account", "mch_alpha"), ("Stripe-Context", "mch_alpha"));
            Assert.Equal(200, answer.Status);
        }
    }

    [Fact]
    public async Task Refusals_OfCredentials_AreEqualButForTheRequestId()
    {
        var bodies = new List<string>();
        foreach (var key in new[] { "sk_test_Unknown000000000000001", TestKeys.Expired, "nonsense", TestKeys.ClientSecrets.For("pi_unknown") })
        {
            var answer = await Get(host.Port, "/v1/payments/pi_known1", Bearer(key));
            Assert.Equal((401, "Bearer realm=\"PayGate\""), (answer.Status, answer.Header("WWW-Authenticate")));
            bodies.Add(answer.Body);
        }

        Assert.Single(bodies.Distinct());
    }

    private static (int, string?, string?, string?) Seen(RawAnswer answer) =>
        (answer.Status, answer.Root.GetProperty("kind").GetString(), answer.Root.GetProperty("merchant").GetString(), answer.Root.GetProperty("opened").GetString());
}
