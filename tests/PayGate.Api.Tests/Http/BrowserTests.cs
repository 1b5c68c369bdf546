using static PayGate.Api.Tests.Http.RawHttp;

namespace PayGate.Api.Tests.Http;

/// <summary>What browsers and proxies do to the API that SDKs do not: other origins, preflights, HEAD.</summary>
[Collection(HttpHostSharing.Name)]
public sealed class BrowserTests(HttpTestHost host)
{
    private static readonly (string, string) ForeignPage = ("Origin", "https://shop.example");

    [Theory]
    [InlineData("POST", "/v1/tokens")]
    [InlineData("GET", "/v1/payments/pi_known1")]
    [InlineData("POST", "/v1/payments/pi_known1/confirm")]
    public async Task Preflight_OfARouteForBrowsers_AllowsAnyOriginAndTheHeadersOfSdks(string method, string path)
    {
        var answer = await Send(
            host.Port, "OPTIONS", path,
            [ForeignPage, ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", "authorization,stripe-version")]);

        Assert.Equal((204, "*"), (answer.Status, answer.Header("Access-Control-Allow-Origin")));
        Assert.Contains(method, answer.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Equal("authorization,stripe-version", answer.Header("Access-Control-Allow-Headers"));
        Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Preflight_OfARouteForSecretKeys_AllowsNothing()
    {
        var answer = await Send(host.Port, "OPTIONS", "/v1/payments", [ForeignPage, ("Access-Control-Request-Method", "POST")]);

        Assert.Equal((405, null), (answer.Status, answer.Header("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task AnswerToAForeignPage_IsReadableThere_AlsoWhenItIsAnError()
    {
        var made = await Form(host.Port, "/v1/tokens", "", Bearer(TestKeys.Publishable), ForeignPage);
        var refused = await Form(host.Port, "/v1/tokens", "colour=red", Bearer(TestKeys.Publishable), ForeignPage);
        var secretKey = await Form(host.Port, "/v1/tokens", "", Bearer(TestKeys.Secret), ForeignPage);
        var secretRoute = await Get(host.Port, "/v1/payments", Bearer(TestKeys.Secret), ForeignPage);

        Assert.Equal([(200, "*"), (400, "*"), (403, "*"), (403, null)], new[] { made, refused, secretKey, secretRoute }
            .Select(answer => (answer.Status, answer.Header("Access-Control-Allow-Origin"))));
        Assert.Contains("Request-Id", made.Header("Access-Control-Expose-Headers"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/payments")]
    [InlineData("/v1/payments/pi_unknown")]
    [InlineData("/v1/payments?colour=red")]
    public async Task Head_AnswersAsGetDoes_WithoutTheBody(string target)
    {
        var get = await Get(host.Port, target, Bearer(TestKeys.Secret));
        var head = await Send(host.Port, "HEAD", target, [Bearer(TestKeys.Secret)]);

        Assert.Equal((get.Status, ""), (head.Status, head.Body));
        Assert.Equal(
            get.Headers.Select(header => header.Key).Order(StringComparer.Ordinal), head.Headers.Select(header => header.Key).Order(StringComparer.Ordinal));
        Assert.Equal((get.Header("Content-Length"), get.Header("Content-Type")), (head.Header("Content-Length"), head.Header("Content-Type")));
    }
}
